import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandAnswered } from '#libs/domain/events/event-catalogue.js';
import type { OperatorCommand } from '#libs/domain/inputs/inputs.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { historicalHouse, walkedCloses } from '#libs/domain/testing/historical-house.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, settlementPrice, trade, volatility } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';

const [ALPHA, BETA, GAMMA, C1] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE', 'ALPHA/C1'] as const;
const ACCOUNTS = [ALPHA, BETA, GAMMA, C1];

const future = (id: string, underlying: string): object => ({
  id,
  type: 'future',
  underlying,
  currency: 'USD',
  tickSize: '0.05',
  tickValueMinor: 500,
  expiry: '2026-12-18T21:00:00.000Z',
});

/** A house with a share, a future and options on it, and another future beside. */
function opened(changes: object = {}): HousePlay {
  const document = referenceDocument() as { underlyings: object[]; members: { id: string }[] };
  const acme = {
    id: 'ACME',
    liquidationGroup: 'EQUITY',
    minimumHistory: 100,
    marginFloor: '0.01',
    shortOptionMinimum: '0.01',
    liquidity: { halfSpread: '0.0001', averageDailyVolume: '2000', halfSpreadVolatility: '0.01' },
    tradePriceBand: { relative: '0.50', absolute: '3.00' },
  };
  const option = { ...future('ACME-C', 'ACME'), type: 'option', right: 'call', strike: '300' };
  const gross = { id: 'GROSS', type: 'client-omnibus-gross', marginMode: 'portfolio' };
  const play = HousePlay.open({
    ...document,
    underlyings: [...document.underlyings, acme],
    members: document.members.map((member) =>
      member.id === 'BETA'
        ? { ...member, accounts: [...((member as { accounts?: object[] }).accounts ?? []), gross] }
        : member,
    ),
    instruments: [
      future('ACME-F', 'ACME'),
      { ...option, forward: 'ACME-F' },
      {
        ...option,
        id: 'ACME-P',
        right: 'put',
        strike: '270',
        premiumStyle: 'futures',
        forward: 'ACME-F',
      },
      future('OTHER', 'SPX'),
    ],
    model: { id: 'fhs-1', lookback: 250, regimeLadder: { enabled: false }, liquidityAddOn: true },
    ...changes,
  });
  play.command({ type: 'IMPORT_HISTORY', symbol: 'ACME', closes: walkedCloses(7, 310) });
  play.price(price({ symbol: 'ACME-F', price: '315.00' }));
  play.price(price({ symbol: 'OTHER', price: '5000.00' }));
  play.volatility(volatility({ underlying: 'ACME' }));
  return play;
}

function deal(play: HousePlay, instrument: string, lots: number, at: string, given = {}): void {
  const [event] = play.trade(
    trade({
      tradeId: `T-${play.events.length}`,
      instrument,
      price: at,
      quantity: String(Math.abs(lots)),
      ...(lots > 0 ? {} : { buyer: BETA, seller: ALPHA }),
      ...given,
    }),
  );
  if (event?.type !== 'TradeNovated') throw new Error(JSON.stringify(event?.payload));
}

function ask(play: HousePlay, body: OperatorCommand['body']): Record<string, unknown> {
  play.command(body);
  const answer = play.of('CommandAnswered').at(-1) as CommandAnswered;
  return { outcome: answer.outcome, ...(answer.result as object) };
}

const adjust = (play: HousePlay, ratio: string, adjustmentId?: string): Record<string, unknown> =>
  ask(play, {
    type: 'ADJUST_CONTRACTS',
    underlying: 'ACME',
    ratio,
    reason: 'split',
    ...(adjustmentId === undefined ? {} : { adjustmentId }),
  });

/** What a tick of all futures-style options of an account was and is worth together. */
function optionTicks(play: HousePlay, account: string): bigint {
  const event = play.of('ContractsAdjusted').at(-1);
  const terms = event?.instruments.find(({ instrument }) => instrument === 'ACME-P');
  const held = event?.positions.find(
    (each) => each.account === account && each.instrument === 'ACME-P',
  );
  const { before = 0, after = 0 } = terms?.tickValueMinor ?? {};
  let [was, is] = [0, 0];
  for (const side of [held?.long, held?.short]) {
    was += Number(side?.before ?? 0);
    is += Number(side?.after ?? 0);
  }
  return BigInt(was * before + is * after);
}

/** Runs an end of a day at official prices. */
function settle(play: HousePlay, prices: Readonly<Record<string, string>>): void {
  for (const [symbol, at] of Object.entries(prices))
    play.price(
      settlementPrice('2026-11-20', { symbol, price: at, observedAt: '2026-11-20T21:00:00.000Z' }),
    );
  const answer = ask(play, { type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' });
  if (answer['outcome'] !== 'DONE') throw new Error(JSON.stringify(answer));
}

const lots = (play: HousePlay, account: string, instrument: string): number =>
  play.house.trading.holdings.get(account)?.get(instrument)?.lots ?? 0;

function expectZeroSums(play: HousePlay): void {
  const sums = new Map<string, number>();
  for (const held of play.house.trading.holdings.values())
    for (const [instrument, holding] of held)
      sums.set(instrument, (sums.get(instrument) ?? 0) + holding.lots);
  for (const [instrument, sum] of sums) expect([instrument, sum]).toEqual([instrument, 0]);
  const books = new Map<string, bigint>();
  for (const held of play.house.books.values())
    for (const [asset, units] of held) books.set(asset, (books.get(asset) ?? 0n) + units);
  for (const sum of books.values()) expect(sum).toBe(0n);
}

/** Requirement and what a cycle run now would take, by account. */
function figures(play: HousePlay) {
  return ACCOUNTS.map((account) => {
    const { requirementMinor, unsettledMinor, failure } = evaluateAccount(
      play.house,
      play.engine,
      account,
    );
    expect(failure).toBeUndefined();
    return { requirement: Number(requirementMinor), unsettled: unsettledMinor };
  });
}

describe('a split of three for one', () => {
  it('multiplies lots, divides prices and strikes, and keeps every value', () => {
    const play = opened();
    deal(play, 'ACME-F', 10, '312.00');
    deal(play, 'ACME-C', -4, '21.00');
    deal(play, 'ACME-P', 6, '9.00', { seller: GAMMA });
    settle(play, { 'ACME-F': '315.00', 'ACME-P': '9.00' });
    deal(play, 'ACME-F', -3, '316.15');
    play.price(
      price({ symbol: 'ACME-F', price: '318.00', observedAt: '2026-11-20T22:00:00.000Z' }),
    );
    const before = figures(play);
    expect(adjust(play, '3:1')).toMatchObject({ outcome: 'DONE', ratio: '3:1', repeated: false });
    const after = figures(play);
    for (const [i, { requirement, unsettled }] of before.entries()) {
      expect(after[i]?.unsettled).toBe(unsettled);
      expect(Math.abs((after[i]?.requirement ?? 0) - requirement)).toBeLessThan(
        10 + requirement * 1e-5,
      );
    }
    expect(before.some(({ requirement }) => requirement > 0)).toBe(true);
    expect(before.some(({ unsettled }) => unsettled < 0n)).toBe(true);
    expect([lots(play, ALPHA, 'ACME-F'), lots(play, BETA, 'ACME-C')]).toEqual([21, 12]);
    expect(play.house.market.prices.get('ACME-F')?.price).toBe('106.00');
    const { instruments, underlyings } = play.house.reference?.data ?? {};
    expect(instruments?.find(({ id }) => id === 'ACME-C')).toMatchObject({
      strike: '100',
      tickSize: '0.05',
    });
    expect(underlyings?.find(({ id }) => id === 'ACME')).toMatchObject({
      liquidity: { averageDailyVolume: '6000' },
      tradePriceBand: { absolute: '1' },
    });
    expectZeroSums(play);
    // What was traded before is settled to the cent as it would have been.
    settle2(play);
  });

  function settle2(play: HousePlay): void {
    ask(play, { type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
    const last = play.of('AccountSettled').filter(({ type }) => type === 'INTRADAY');
    // ALPHA: 10 lots from 315 to 318, less 3 lots sold at 316.15: 100 USD a point and lot.
    const amount = (10 * 300 - 3 * 185).toFixed(2);
    expect(
      last
        .find(({ account }) => account === ALPHA)
        ?.lines.find(({ instrument }) => instrument === 'ACME-F'),
    ).toMatchObject({ amount });
  }

  it('goes to a part of a tick where prices need one', () => {
    const play = opened();
    deal(play, 'ACME-F', 10, '312.00');
    settle(play, { 'ACME-F': '315.15' });
    expect(adjust(play, '5:1')).toMatchObject({ outcome: 'DONE' });
    const acme = play.house.reference?.data.instruments.find(({ id }) => id === 'ACME-F');
    expect(acme).toMatchObject({ tickSize: '0.01', tickValueMinor: 100 });
    expect(
      play
        .of('ContractsAdjusted')[0]
        ?.instruments.find(({ instrument }) => instrument === 'ACME-F'),
    ).toMatchObject({
      settlementPrice: { before: '315.15', after: '63.03' },
    });
  });

  it('is refused where a booked price fits no tick, with what would fit', () => {
    const play = opened();
    deal(play, 'ACME-F', 10, '312.00');
    settle(play, { 'ACME-F': '315.20' });
    const answer = adjust(play, '3:1');
    expect(answer).toMatchObject({ outcome: 'REFUSED', code: 'DOES_NOT_FIT' });
    expect(answer['reason']).toContain('settlement price 315.20 of ACME-F falls on no tick at 3:1');
    expect(answer['reason']).toContain('315.15 and 315.30 would');
    expect(answer['ratiosThatFit']).toContain('2:1');
    expect(play.of('ContractsAdjusted')).toEqual([]);
  });

  it('is refused where a strike has no exact price', () => {
    const play = opened();
    expect(adjust(play, '7:1')).toMatchObject({
      code: 'DOES_NOT_FIT',
      reason: expect.stringContaining('strike 300 of ACME-C has no exact price at 7:1') as string,
    });
  });

  it('made twice is made once; another under its id is refused', () => {
    const play = opened();
    const first = adjust(play, '3:1', 'CA-1');
    expect(adjust(play, '6:2', 'CA-1')).toMatchObject({
      repeated: true,
      position: first['position'],
    });
    expect(adjust(play, '2:1', 'CA-1')).toMatchObject({ code: 'CONFLICTING_ADJUSTMENT' });
    expect(adjust(play, '2:1', 'CA-2')).toMatchObject({ repeated: false });
    expect(play.of('ContractsAdjusted')).toHaveLength(2);
  });

  it.each(['3', '0:1', '1:1', '2:2', '-3:1', '1001:1', 'x'])('of %s is none', (ratio) => {
    expect(adjust(opened(), ratio)).toMatchObject({ code: 'INVALID_FIELD', field: 'ratio' });
  });

  it('is folded again as it was', () => {
    const play = opened();
    deal(play, 'ACME-F', 10, '312.00');
    deal(play, 'ACME-F', 4, '315.00', {
      buyer: 'BETA/GROSS',
      seller: C1,
      buyerClient: 'F1',
      buyerEffect: 'OPEN',
    });
    adjust(play, '2:1');
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
    expect(play.house.trading.clients.get('BETA/GROSS')?.get('F1')?.get('ACME-F')).toEqual({
      long: 8,
      short: 0,
      lots: 8,
    });
    const fresh = new HousePlay();
    fresh.restart(fold('main', play.events));
    expect(evaluateAccount(fresh.house, fresh.engine, ALPHA).requirementMinor).toBe(
      evaluateAccount(play.house, play.engine, ALPHA).requirementMinor,
    );
  });
});

describe('shares put together', () => {
  it('pay for the parts of lots of options at the settlement price, to the cent and in sum zero', () => {
    const play = opened();
    for (const account of ACCOUNTS)
      play.collateral(
        deposit({
          instructionId: `D-${account}`.replace('/', '-'),
          account,
          quantity: '1000000.00',
        }),
      );
    deal(play, 'ACME-C', 4, '21.00', { seller: GAMMA });
    deal(play, 'ACME-C', 7, '21.00', { seller: GAMMA, buyer: C1 });
    deal(play, 'ACME-F', 3, '315.00');
    expect(adjust(play, '1:3')).toMatchObject({ outcome: 'REFUSED', code: 'NOT_SETTLED' });
    settle(play, { 'ACME-F': '315.00', 'ACME-C': '21.05' });
    const answer = adjust(play, '1:3');
    expect(answer).toMatchObject({ outcome: 'DONE' });
    // 11 short lots are 3.67 and become 4; 4 and 7 long ones are 1.33 and 2.33:
    // what is left over goes to the earlier of equals, by name.
    const held = [ALPHA, C1, GAMMA].map((account) => lots(play, account, 'ACME-C'));
    expect(held).toEqual([1, 3, -4]);
    expect(lots(play, ALPHA, 'ACME-F')).toBe(1);
    const cash = answer['cash'] as { amount: string }[];
    expect(cash.length).toBeGreaterThan(1);
    expect(
      formatUnits(
        cash.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n),
        2,
      ),
    ).toBe('0.00');
    expectZeroSums(play);
  });
});

describe('what was said before a split', () => {
  it('is not corrected in terms that no longer count', () => {
    const play = opened();
    play.trade(trade({ tradeId: 'OLD', instrument: 'ACME-F', price: '312.00' }));
    adjust(play, '3:1');
    play.trade(trade({ tradeId: 'NEW', instrument: 'ACME-F', price: '104.00' }));
    const bust = (tradeId: string) =>
      play.correction({
        type: 'BUST',
        tradeId,
        venue: 'XSIM',
        correctionId: `K-${tradeId}`,
        reason: 'a wrong key',
        requestedAt: '2026-11-20T15:00:00.000Z',
      })[0]?.payload;
    expect(bust('OLD')).toMatchObject({
      code: 'INSTRUMENT_ADJUSTED',
      reason: expect.stringContaining('before ACME-F was adjusted 3:1') as string,
    });
    expect(bust('NEW')).not.toHaveProperty('code');
    expect(lots(play, ALPHA, 'ACME-F')).toBe(3);
  });

  it('of a side that waits keeps the split away', () => {
    const play = opened();
    play.member({
      type: 'SIDE',
      member: 'ALPHA',
      sideId: 'S-1',
      side: 'BUY',
      account: ALPHA,
      counterparty: 'BETA',
      instrument: 'ACME-F',
      quantity: '2',
      price: '312.00',
      executedAt: '2026-11-20T14:00:00.000Z',
    });
    expect(play.of('SideSubmitted')).toHaveLength(1);
    expect(adjust(play, '3:1')).toMatchObject({
      code: 'CANNOT_BE_ADJUSTED',
      reason: expect.stringContaining('side S-1 of ALPHA in ACME-F waits') as string,
    });
  });
});

describe('what would not follow', () => {
  it.each([
    [
      'a perpetual',
      {
        id: 'ACME-X',
        type: 'perpetual',
        underlying: 'ACME',
        currency: 'USD',
        tickSize: '1',
        tickValueMinor: 1,
      },
    ],
  ])('%s on the underlying', (_, instrument) => {
    const play = opened({
      instruments: [future('ACME-F', 'ACME'), future('OTHER', 'SPX'), instrument],
    });
    expect(adjust(play, '2:1')).toMatchObject({ code: 'CANNOT_BE_ADJUSTED' });
  });

  it('collateral that is priced by it', () => {
    const share = { asset: 'ACME', type: 'security', currency: 'USD', scale: 0, haircut: '0.3' };
    const usd = { asset: 'USD', type: 'cash', currency: 'USD' };
    const play = opened({ collateral: [usd, share], collateralLimits: [] });
    expect(adjust(play, '2:1')).toMatchObject({ code: 'CANNOT_BE_ADJUSTED' });
  });

  it('returns that are not logarithmic, and underlyings that there are not', () => {
    const play = historicalHouse();
    const body = { type: 'ADJUST_CONTRACTS', ratio: '2:1', reason: 'r' } as const;
    expect(ask(play, { ...body, underlying: 'OIL' })).toMatchObject({ code: 'CANNOT_BE_ADJUSTED' });
    expect(ask(play, { ...body, underlying: 'NO' })).toMatchObject({ code: 'UNKNOWN_UNDERLYING' });
  });
});

describe('the reference data afterwards', () => {
  it('is refused in the old terms, naming the adjustment, and applied in the new ones', () => {
    const play = opened();
    const old = play.house.reference?.data;
    adjust(play, '3:1');
    const { position } = play.house;
    const answer = ask(play, { type: 'APPLY_REFERENCE_DATA', document: old });
    expect(answer).toMatchObject({ outcome: 'REFUSED', code: 'ADJUSTED_SINCE' });
    expect(JSON.stringify(answer['errors'])).toContain(
      `adjusted 3:1 at ledger position ${position - 1}`,
    );
    expect(
      ask(play, { type: 'APPLY_REFERENCE_DATA', document: play.house.reference?.data }),
    ).toMatchObject({
      outcome: 'DONE',
      changes: [],
    });
  });
});

describe('any book and ratio', () => {
  const trades = fc.array(
    fc.record({
      instrument: fc.constantFrom('ACME-F', 'ACME-C', 'ACME-P'),
      buyer: fc.nat(3),
      seller: fc.nat(3),
      quantity: fc.integer({ min: 1, max: 50 }),
      points: fc.integer({ min: 0, max: 20 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const ratios = fc.constantFrom('2:1', '3:1', '5:1', '3:2', '1:2', '1:3', '1:10', '2:3');

  it('conserves positions and money, and every figure but by rounding', () => {
    let [adjusted, rounded] = [0, 0];
    fc.assert(
      fc.property(
        trades,
        fc.array(ratios, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (book, chosen, late) => {
          const play = opened();
          for (const [i, { instrument, buyer, seller, quantity, points }] of book.entries()) {
            if (buyer === seller) continue;
            const base = instrument === 'ACME-F' ? 300 : 9;
            play.trade(
              trade({
                tradeId: `R-${i}`,
                instrument,
                quantity: String(quantity),
                price: (base + points * 1.5).toFixed(2),
                buyer: ACCOUNTS[buyer] ?? '',
                seller: ACCOUNTS[seller] ?? '',
              }),
            );
          }
          settle(play, { 'ACME-F': '315.00', 'ACME-C': '18.00', 'ACME-P': '9.00' });
          if (late)
            play.trade(
              trade({
                tradeId: 'LATE',
                instrument: 'ACME-F',
                quantity: '6',
                price: '312.00',
                executedAt: '2026-11-20T22:00:00.000Z',
              }),
            );
          for (const ratio of chosen) {
            const before = figures(play);
            const cashBefore = play.of('ContractsAdjusted').length;
            const answer = adjust(play, ratio, `CA-${play.events.length}`);
            expectZeroSums(play);
            if (answer['outcome'] !== 'DONE') {
              expect(figures(play)).toEqual(before);
              continue;
            }
            adjusted += 1;
            const event = play.of('ContractsAdjusted')[cashBefore];
            const [to = 1, from = 1] = ratio.split(':').map(Number);
            const isExact = event?.positions.every(
              ({ long, short }) =>
                Number(long.after) * from === Number(long.before) * to &&
                Number(short.after) * from === Number(short.before) * to,
            );
            if (!isExact) {
              rounded += 1;
              continue;
            }
            for (const [i, { requirement, unsettled }] of figures(play).entries()) {
              const was = before[i];
              // The value of an option is marked to the nearest tick, before and after.
              const moved = unsettled - (was?.unsettled ?? 0n);
              const within = optionTicks(play, ACCOUNTS[i] ?? '');
              expect(moved < 0n ? -moved : moved).toBeLessThanOrEqual(within);
              expect(Math.abs(requirement - (was?.requirement ?? 0))).toBeLessThan(
                20 + requirement * 1e-4,
              );
            }
          }
          expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
        },
      ),
      { numRuns: 40 },
    );
    expect(adjusted).toBeGreaterThan(20);
    expect(rounded).toBeGreaterThan(3);
  });
});

describe('a trade of before an adjustment', () => {
  it('is neither busted nor given up in lots that are no longer those of now', () => {
    const play = opened();
    deal(play, 'ACME-F', 4, '315.00', { tradeId: 'OLD' });
    expect(adjust(play, '3:1')).toMatchObject({ outcome: 'DONE' });
    const before = structuredClone(play.house.trading.holdings);
    const named = { tradeId: 'OLD', venue: 'XSIM', requestedAt: '2026-11-20T14:30:00.000Z' };
    play.correction({ ...named, type: 'BUST', correctionId: 'K-1', reason: 'a test' });
    expect(play.of('TradeCorrectionRejected')).toMatchObject([{ code: 'INSTRUMENT_ADJUSTED' }]);
    const given = { member: 'ALPHA', instructionId: 'I-1', account: ALPHA, to: 'GAMMA' } as const;
    play.batch([{ kind: 'member', instruction: { ...named, ...given, type: 'GIVE_UP' } }]);
    expect(play.of('MemberMessageRejected')).toMatchObject([{ code: 'INSTRUMENT_ADJUSTED' }]);
    expect(play.house.trading.holdings).toEqual(before);
  });
});
