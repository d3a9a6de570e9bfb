import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import type { RowSource } from '#libs/margin-workers/index.js';
import { INPUTS_HELD_MS_MAX, ROWS_WAIT_MS_MAX } from './limits.js';
import { SlicedHouse } from './testing/sliced-house.js';

const ALPHA = 'ALPHA/HOUSE';
const BETA = 'BETA/HOUSE';
const GAMMA = 'GAMMA/HOUSE';
const CLIENT = 'ALPHA/C1';
const LOW_CALLS = { minimumTransferAmount: '0.00', rounding: '100.00', dueMinutes: 60 };

/** So many lots of the future from one account to another, at the price of the market. */
const give = (play: HousePlay, buyer: string, seller: string, quantity: string): unknown =>
  play.trade(trade({ tradeId: `T-${play.house.position}`, buyer, seller, quantity }));

/** Accounts with and without collateral enough, all of them short or long of the same future. */
function traded(): HousePlay {
  const play = HousePlay.open({ marginCalls: LOW_CALLS });
  play.price(price());
  for (const [account, quantity] of [
    [ALPHA, '500000.00'],
    [BETA, '100.00'],
    [GAMMA, '9000000.00'],
  ] as const)
    play.collateral(deposit({ account, quantity, instructionId: `D-${account}` }));
  give(play, ALPHA, BETA, '20');
  give(play, GAMMA, BETA, '5');
  return play;
}

describe('an evaluation in slices', () => {
  it('takes the nearest to a call first: who has a deficit, who was never evaluated, then the others', () => {
    const play = traded();
    const sliced = new SlicedHouse(play);
    sliced.finish();
    give(play, CLIENT, GAMMA, '1');
    play.house.attention.everyone = true;
    sliced.lookMs = 10;
    const order: string[] = [];
    while (!sliced.isDone) order.push(...sliced.slice().evaluated);
    // Everybody is named by the first slice, which a test sees only from the second on.
    const first = [ALPHA, BETA, GAMMA, CLIENT].filter((each) => !order.includes(each));
    expect([...first, ...order]).toEqual([BETA, CLIENT, ALPHA, GAMMA]);
  });

  it('finds the same order after a restart, from what was written', () => {
    const play = traded();
    const before = new SlicedHouse(play);
    before.finish();
    const again = new HousePlay();
    again.restart(fold('main', play.events));
    const after = new SlicedHouse(again, before.rows);
    after.lookMs = 10;
    after.slice();
    expect([...again.house.attention.accounts].toSorted()).toEqual([ALPHA, GAMMA].toSorted());
  });

  it('leaves what one that takes everybody at once leaves, but for numbers of calls and positions', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1 }), (looks) => {
        const [whole, parts] = [traded(), traded()];
        whole.evaluate();
        const sliced = new SlicedHouse(parts);
        let look = 0;
        sliced.lookMs = looks[0] ?? 0;
        sliced.finish(() => (sliced.lookMs = looks[++look % looks.length] ?? 0));
        const calls = ({ house }: HousePlay): unknown =>
          [...house.marginCalls.open.values()]
            .map((call) => ({ ...call, callId: '', position: 0 }))
            .toSorted((a, b) => (a.account < b.account ? -1 : 1));
        expect(calls(parts)).toEqual(calls(whole));
        expect(whole.house.marginCalls.issued).toBeGreaterThan(0);
        const everybody = new SlicedHouse(whole);
        whole.house.attention.everyone = true;
        everybody.slice();
        const contents = ({ written }: SlicedHouse): unknown =>
          new Map(
            [...written]
              .map(([account, text]) => {
                const content = JSON.parse(text) as Record<string, unknown>;
                return [account, { ...content, position: 0 }] as const;
              })
              .toSorted(([a], [b]) => (a < b ? -1 : 1)),
          );
        expect(contents(sliced)).toEqual(contents(everybody));
      }),
      { numRuns: 20 },
    );
  });

  it('gives somebody who has waited too long a turn before more urgent ones', () => {
    const play = traded();
    const sliced = new SlicedHouse(play);
    sliced.finish();
    play.house.attention.accounts.add(GAMMA);
    // Long enough for the order to be made anew in every slice.
    sliced.lookMs = 20;
    const order: string[] = [];
    // BETA has a deficit and needs attention again and again.
    for (let i = 0; i < 60 && play.house.attention.accounts.has(GAMMA); i++) {
      play.house.attention.accounts.add(BETA);
      order.push(...sliced.slice().evaluated);
    }
    expect(order.slice(0, 3)).toEqual([BETA, BETA, BETA]);
    expect(order.at(-1)).toBe(GAMMA);
  });

  it('forgets who is not listed any more', () => {
    const play = traded();
    const sliced = new SlicedHouse(play);
    sliced.finish();
    play.house.attention.accounts.add('GONE/HOUSE');
    sliced.slice();
    expect(sliced.isDone).toBe(true);
  });
});

const settle = (play: HousePlay, at: string): unknown =>
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' }, at);
const ends = (play: HousePlay): unknown => play.of('CycleRequirementsEvaluated');

describe('after a settlement cycle', () => {
  const at = '2026-11-20T14:01:00.000Z';

  it('the calls of all slices are counted, and the end is said when everybody was evaluated', () => {
    const play = traded();
    settle(play, at);
    const sliced = new SlicedHouse(play);
    sliced.lookMs = 10;
    const said: number[] = [];
    sliced.finish(() => said.push(play.of('CycleRequirementsEvaluated').length));
    expect(said).toEqual(said.map(() => 0));
    expect(said.length).toBeGreaterThan(1);
    const calls = play.of('MarginCallIssued').length;
    expect(calls).toBeGreaterThan(0);
    expect(ends(play)).toEqual([{ cycleId: '2026-11-20-INTRADAY-1', calls }]);
  });

  it('who needs attention again meanwhile waits for the end: it is a matter between cycles', () => {
    const play = traded();
    settle(play, at);
    const sliced = new SlicedHouse(play);
    sliced.lookMs = 10;
    sliced.slice();
    const [first] = [ALPHA, BETA, GAMMA].filter((each) => !play.house.attention.accounts.has(each));
    const order: string[] = [];
    while (play.house.settlement.evaluationDueFor !== undefined) {
      play.house.attention.accounts.add(first!);
      order.push(...sliced.slice().evaluated);
    }
    expect(order).not.toContain(first);
    expect(play.house.attention.accounts).toEqual(new Set([first]));
    sliced.finish();
  });

  it.each([1, 2])('a crash after slice %i repeats no call and counts all of them', (slices) => {
    const play = traded();
    give(play, CLIENT, GAMMA, '3');
    settle(play, at);
    const whole = new SlicedHouse(play);
    const again = new HousePlay();
    again.restart(fold('main', play.events));
    again.events.push(...play.events);
    whole.finish();
    const crashing = new SlicedHouse(again);
    crashing.lookMs = 10;
    for (let i = 0; i < slices; i++) crashing.slice();
    expect(again.house.settlement.evaluationDueFor).toBeDefined();
    const events = [...again.events];
    const restarted = new HousePlay();
    restarted.restart(fold('main', events));
    restarted.events.push(...events);
    new SlicedHouse(restarted, crashing.rows).finish();
    const calls = (of: HousePlay): string[] =>
      of.of('MarginCallIssued').map(({ account, amount }) => `${account} ${amount}`);
    expect(calls(restarted).toSorted()).toEqual(calls(play).toSorted());
    expect(calls(play).length).toBeGreaterThan(1);
    expect(ends(restarted)).toEqual(ends(play));
  });

  it('where nobody is left to evaluate its end is said all the same', () => {
    const play = HousePlay.open();
    play.price(price());
    settle(play, at);
    new SlicedHouse(play).finish();
    expect(ends(play)).toEqual([{ cycleId: '2026-11-20-INTRADAY-1', calls: 0 }]);
  });

  it('a call between cycles is not counted', () => {
    const play = traded();
    const sliced = new SlicedHouse(play);
    sliced.finish();
    const between = play.of('MarginCallIssued').length;
    expect(between).toBeGreaterThan(0);
    settle(play, at);
    sliced.finish();
    const after = play.of('MarginCallIssued').length - between;
    expect(ends(play)).toEqual([{ cycleId: '2026-11-20-INTRADAY-1', calls: after }]);
  });
});

/** Threads of which a test says when they answer. */
class SlowRows implements RowSource {
  wanted: readonly UnitRow[] = [];
  isGone = false;

  want(rows: readonly UnitRow[]): void {
    this.wanted = rows;
  }

  willCome(row: UnitRow): boolean {
    return !this.isGone && row.task !== undefined;
  }

  /** What was wanted is computed, as a thread does it. */
  answer(): void {
    for (const row of this.wanted) void row.pnl;
  }
}

/** ALPHA and GAMMA hold options, BETA and the client a future; the client is of ALPHA too. */
function optionHouse(): { play: HousePlay; rows: SlowRows; sliced: SlicedHouse } {
  const play = historicalHouse();
  for (const instrument of ['SPX-CALL', 'SPX-PUT'])
    play.trade(trade({ tradeId: instrument, instrument, price: '100.00', seller: GAMMA }));
  give(play, BETA, CLIENT, '2');
  const rows = new SlowRows();
  return { play, rows, sliced: new SlicedHouse(play, [], rows) };
}

/** Large positions are charged over a member's accounts: the client's margin needs the rows too. */
const CONCERNED = new Set([ALPHA, CLIENT, GAMMA]);

const tick = (play: HousePlay, at: string): unknown => play.price(price({ price: at }));

describe('accounts whose rows other threads compute', () => {
  it('are passed over until the rows are there; the others are evaluated at once', () => {
    const { play, rows, sliced } = optionHouse();
    sliced.slice();
    expect(play.house.attention.accounts).toEqual(CONCERNED);
    expect(rows.wanted.map(({ values }) => values.instrument)).toEqual(['SPX-CALL', 'SPX-PUT']);
    sliced.slice();
    expect(sliced.evaluator.waitMs).toBe(ROWS_WAIT_MS_MAX);
    rows.answer();
    sliced.evaluator.takeRows();
    expect(sliced.evaluator.waitMs).toBe(0);
    expect(sliced.slice().outcome.requirements.length).toBe(CONCERNED.size);
    expect(sliced.isDone).toBe(true);
    expect(sliced.evaluator.holdsInputs).toBe(false);
  });

  it('are evaluated at the newest prices: rows of older ones are not wanted any more', () => {
    const { play, rows, sliced } = optionHouse();
    sliced.slice();
    const older = rows.wanted;
    tick(play, '5010.00');
    sliced.slice();
    expect(rows.wanted.length).toBe(older.length);
    for (const row of rows.wanted) expect(older).not.toContain(row);
    for (const row of older) void row.pnl;
    sliced.evaluator.takeRows();
    sliced.slice();
    expect(play.house.attention.accounts).toEqual(CONCERNED);
    rows.answer();
    sliced.finish();
  });

  it('do not wait for ever while prices come: their rows are computed here, and inputs held', () => {
    const { play, sliced } = optionHouse();
    sliced.slice();
    for (let i = 0; sliced.nowMs < ROWS_WAIT_MS_MAX; i++) {
      expect(play.house.attention.accounts.has(ALPHA)).toBe(true);
      tick(play, i % 2 === 0 ? '5010.00' : '5000.00');
      sliced.nowMs += 25;
      sliced.slice(false);
    }
    sliced.slice(false);
    expect(play.house.attention.accounts.has(ALPHA)).toBe(false);
    expect(sliced.evaluator.holdsInputs).toBe(true);
    sliced.nowMs += INPUTS_HELD_MS_MAX;
    expect(sliced.evaluator.holdsInputs).toBe(false);
  });

  it('are evaluated here at once where no thread is left to wait for', () => {
    const { rows, sliced } = optionHouse();
    rows.isGone = true;
    sliced.slice();
    expect(sliced.isDone).toBe(true);
  });

  it('say which rows come first: those of the account that is nearest to a call', () => {
    const { play, rows, sliced } = optionHouse();
    sliced.slice();
    rows.answer();
    sliced.finish();
    // All but ALPHA pay in what they need.
    for (const account of [BETA, CLIENT, GAMMA])
      play.collateral(deposit({ account, quantity: '90000000.00', instructionId: account }));
    const instrument = 'SPX-FUTURES-CALL';
    const legs = { buyer: GAMMA, seller: BETA, price: '100.00' };
    play.trade(trade({ tradeId: instrument, instrument, ...legs }));
    sliced.finish(() => rows.answer());
    tick(play, '5005.00');
    sliced.slice();
    expect(rows.wanted[0]?.values.instrument).toBe('SPX-CALL');
    expect(rows.wanted.map(({ values }) => values.instrument)).toContain(instrument);
  });
});
