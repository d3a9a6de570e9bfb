import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { defaultFundStatement } from './default-fund-statement.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, settlementPrice, trade } from '#libs/domain/testing/inputs.js';
import type { DocumentChanges } from '#libs/domain/testing/reference-document.js';

const FUND = {
  sizing: 'cover-2',
  multiplier: '1.10',
  minimum: '1000.00',
  memberFloor: '1000.00',
  averageMarginDays: 3,
  rounding: '100.00',
};
let ids = 0;

/** Futures margined by scan: a fall of twice the scan range loses beyond the margin. */
function openHouse(fund: object = FUND, changes: DocumentChanges = {}): HousePlay {
  const play = HousePlay.open({ defaultFund: fund, ...changes });
  play.price(price());
  for (const account of ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'])
    play.collateral(
      deposit({ instructionId: `RICH-${account}`, account, quantity: '90000000.00' }),
    );
  return play;
}

function trades(play: HousePlay, quantity: string, buyer: string, seller: string): void {
  ids += 1;
  play.trade(trade({ tradeId: `D-${ids}`, quantity, buyer, seller }));
}

/** Ends a day at the price that was traded at, and evaluates everybody after it. */
function endDay(play: HousePlay, businessDate: string): void {
  const at = `${businessDate}T21:00:00.000Z`;
  play.price(settlementPrice(businessDate, { observedAt: at }));
  play.command({ type: 'SETTLE', cycleType: 'EOD', date: businessDate }, at);
  play.evaluate();
}

function contribute(play: HousePlay, member: string, quantity: string, day: string): void {
  ids += 1;
  play.collateral({
    instructionId: `F-${ids}`,
    type: 'DEFAULT_FUND_DEPOSIT',
    member,
    asset: 'USD',
    quantity,
    valueDate: day,
  });
}

const fundCalls = (play: HousePlay) =>
  play
    .of('MarginCallIssued')
    .filter(({ reason }) => reason === 'DEFAULT_FUND')
    .map(({ member, amount, dueAt }) => ({ member, amount, dueAt }));

beforeEach(() => {
  ids = 0;
});

describe('the stress tests of a day (margin-model.md h.5)', () => {
  it('run once after its end, when every account was evaluated', () => {
    const play = openHouse();
    trades(play, '10', 'ALPHA/HOUSE', 'BETA/HOUSE');
    play.price(settlementPrice('2026-11-20', { observedAt: '2026-11-20T21:00:00.000Z' }));
    play.command(
      { type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' },
      '2026-11-20T21:00:00.000Z',
    );
    expect(play.of('StressTestsCompleted')).toEqual([]);
    play.evaluate();
    play.evaluate();
    const [tests, ...more] = play.of('StressTestsCompleted');
    expect(more).toEqual([]);
    expect(tests).toMatchObject({ businessDate: '2026-11-20', accountCount: 2, notValuedCount: 0 });
    expect(play.events.find(({ type }) => type === 'StressTestsCompleted')?.causation).toBe(
      'policy/stress-tests',
    );
  });

  it('do not run after an intraday cycle, nor where no default fund is kept', () => {
    const play = openHouse();
    play.command(
      { type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' },
      '2026-11-20T15:00:00.000Z',
    );
    play.evaluate();
    const without = HousePlay.open({ defaultFund: undefined });
    without.price(price());
    endDay(without, '2026-11-20');
    expect(play.of('StressTestsCompleted')).toEqual([]);
    expect(without.of('StressTestsCompleted')).toEqual([]);
  });

  it('keep of each scenario the two largest groups, and of each group its worst', () => {
    const play = openHouse();
    trades(play, '30', 'ALPHA/HOUSE', 'BETA/HOUSE');
    trades(play, '20', 'GAMMA/HOUSE', 'BETA/HOUSE');
    endDay(play, '2026-11-20');
    const tests = play.of('StressTestsCompleted')[0]!;
    const fall = tests.scenarios.find(({ scenario }) => scenario === 'all-down-2x')!;
    expect(fall.largest.map(({ group }) => group)).toEqual(['ALPHA', 'GAMMA']);
    const sum = fall.largest.reduce((total, { amount }) => total + Number(amount), 0);
    const rise = tests.scenarios.find(({ scenario }) => scenario === 'all-up-2x')!;
    expect(rise.largest.map(({ group }) => group)).toEqual(['BETA']);
    expect(tests.cover2.scenario).toBe(
      sum > Number(rise.largest[0]!.amount) ? 'all-down-2x' : 'all-up-2x',
    );
    expect(tests.peaks.map(({ group }) => group)).toEqual(['BETA', 'ALPHA', 'GAMMA']);
  });

  it('leave the same state when the ledger is folded again', () => {
    const play = openHouse();
    trades(play, '30', 'ALPHA/HOUSE', 'BETA/HOUSE');
    endDay(play, '2026-11-20');
    trades(play, '10', 'ALPHA/HOUSE', 'GAMMA/HOUSE');
    endDay(play, '2026-11-23');
    expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
  });
});

describe('the size of the default fund', () => {
  it('is 1.10 times Cover-2, shared by average margin, the first time the tests run', () => {
    const play = openHouse();
    trades(play, '30', 'ALPHA/HOUSE', 'BETA/HOUSE');
    trades(play, '10', 'GAMMA/HOUSE', 'BETA/HOUSE');
    endDay(play, '2026-11-20');
    const [tests] = play.of('StressTestsCompleted');
    const sized = play.of('DefaultFundSized')[0]!;
    expect(sized).toMatchObject({ cause: 'FIRST', days: 1, cover2: tests?.cover2.amount });
    expect(Number(sized.size)).toBe(Math.ceil((Number(sized.cover2) * 1.1) / 100) * 100);
    const required = sized.contributions.map((each) => Number(each.required));
    expect(required.reduce((a, b) => a + b, 0)).toBeCloseTo(Number(sized.size), 2);
    const of = (member: string): number =>
      Number(sized.contributions.find((each) => each.member === member)?.required);
    expect(of('DELTA')).toBe(1_000);
    expect(of('ALPHA') / of('GAMMA')).toBeCloseTo(3, 3);
    expect(of('BETA') / of('GAMMA')).toBeCloseTo(4, 3);
  });

  it('stays for the month, is new with the next one, and averages over the days that are kept', () => {
    const play = openHouse();
    trades(play, '30', 'ALPHA/HOUSE', 'BETA/HOUSE');
    for (const day of ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30']) endDay(play, day);
    expect(play.of('DefaultFundSized')).toHaveLength(1);
    trades(play, '30', 'BETA/HOUSE', 'GAMMA/HOUSE');
    endDay(play, '2026-12-01');
    const monthly = play.of('DefaultFundSized')[1]!;
    expect(monthly).toMatchObject({ cause: 'MONTHLY', days: 3 });
    expect(monthly.previousSize).toBe(play.of('DefaultFundSized')[0]?.size);
    const average = (member: string): number =>
      Number(monthly.contributions.find((each) => each.member === member)?.averageMargin);
    // Two of three days BETA was short, and one GAMMA.
    expect(average('BETA')).toBeCloseTo(2 * average('GAMMA'), 1);
    expect(play.house.defaultFund.margins).toHaveLength(3);
  });

  it('grows at once when Cover-2 is above it', () => {
    const play = openHouse();
    trades(play, '10', 'ALPHA/HOUSE', 'BETA/HOUSE');
    endDay(play, '2026-11-20');
    trades(play, '40', 'ALPHA/HOUSE', 'BETA/HOUSE');
    endDay(play, '2026-11-23');
    const [first, breach] = play.of('DefaultFundSized');
    expect(breach).toMatchObject({ cause: 'BREACH', previousSize: first?.size });
    expect(Number(breach?.size)).toBeGreaterThan(Number(first?.size));
  });

  it('is not decided where contributions are fixed', () => {
    const play = openHouse({ ...FUND, sizing: 'fixed' });
    trades(play, '10', 'ALPHA/HOUSE', 'BETA/HOUSE');
    endDay(play, '2026-11-20');
    expect(play.of('StressTestsCompleted')).toHaveLength(1);
    expect(play.of('DefaultFundSized')).toEqual([]);
  });
});

describe('contributions that are short', () => {
  it('are called for once, beyond what was contributed, due in five business days', () => {
    const play = openHouse(FUND, {
      calendar: {
        timezone: 'UTC',
        weekend: ['SAT', 'SUN'],
        holidays: ['2026-11-26'],
        endOfDay: '23:59',
      },
    });
    contribute(play, 'ALPHA', '500.00', '2026-11-20');
    endDay(play, '2026-11-20');
    // Nobody has any margin: everybody is at the floor of 1,000.00. DELTA has accounts too.
    expect(fundCalls(play)).toEqual([
      { member: 'ALPHA', amount: '500.00', dueAt: '2026-11-30T21:00:00.000Z' },
      { member: 'BETA', amount: '1000.00', dueAt: '2026-11-30T21:00:00.000Z' },
      { member: 'DELTA', amount: '1000.00', dueAt: '2026-11-30T21:00:00.000Z' },
      { member: 'GAMMA', amount: '1000.00', dueAt: '2026-11-30T21:00:00.000Z' },
    ]);
    endDay(play, '2026-11-23');
    expect(fundCalls(play)).toHaveLength(4);
  });

  it('are paid by what members pay into the fund, and shown with what is missing', () => {
    const play = openHouse();
    expect(defaultFundStatement(play.house).size).toBeNull();
    endDay(play, '2026-11-20');
    contribute(play, 'BETA', '400.00', '2026-11-20');
    contribute(play, 'GAMMA', '1000.00', '2026-11-20');
    const paid = play.of('MarginCallPaid').map(({ member, status }) => [member, status]);
    expect(paid).toEqual([
      ['BETA', 'PARTIALLY_MET'],
      ['GAMMA', 'MET'],
    ]);
    const { members, size, posted, sizedOn } = defaultFundStatement(play.house);
    expect({ size, posted, sizedOn }).toEqual({
      size: '4000.00',
      posted: '1400.00',
      sizedOn: '2026-11-20',
    });
    expect(members.map((each) => [each.member, each.required, each.missing, each.called])).toEqual([
      ['ALPHA', '1000.00', '1000.00', '1000.00'],
      ['BETA', '1000.00', '600.00', '600.00'],
      ['DELTA', '1000.00', '1000.00', '1000.00'],
      ['GAMMA', '1000.00', '0.00', '0.00'],
    ]);
  });

  it('are what the reference data says where contributions are fixed', () => {
    const members = ['ALPHA', 'BETA'].map((id) => ({
      id,
      name: id,
      ...(id === 'ALPHA' ? { defaultFund: '40000.00' } : {}),
      accounts: [{ id: 'HOUSE', type: 'house', marginMode: 'portfolio' }],
    }));
    const play = HousePlay.open({ defaultFund: { sizing: 'fixed' }, members });
    play.price(price());
    contribute(play, 'ALPHA', '39999.99', '2026-11-20');
    endDay(play, '2026-11-20');
    expect(fundCalls(play).map(({ member, amount }) => [member, amount])).toEqual([
      ['ALPHA', '0.01'],
    ]);
  });
});

describe('a group that is too large for the fund', () => {
  it('owes what is above 45 % of it as supplementary margin, until it is not', () => {
    const play = openHouse({ ...FUND, multiplier: '1' });
    trades(play, '30', 'ALPHA/HOUSE', 'BETA/HOUSE');
    const before = evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE').exposureMinor;
    endDay(play, '2026-11-20');
    const { monitoring, peaks } = play.of('StressTestsCompleted')[0]!;
    const peak = Number(peaks.find(({ group }) => group === 'ALPHA')?.amount);
    const alpha = monitoring?.groups.find(({ group }) => group === 'ALPHA');
    expect(alpha?.status).toBe('CHARGED');
    const owed = alpha?.supplements[0]?.amount ?? '';
    expect(alpha?.supplements).toEqual([{ account: 'ALPHA/HOUSE', amount: owed }]);
    expect(Number(owed)).toBeCloseTo(peak - 0.45 * Number(monitoring?.fund), 2);
    const { exposureMinor } = evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE');
    expect(exposureMinor - before).toBe(BigInt(owed.replace('.', '')));
    trades(play, '30', 'BETA/HOUSE', 'ALPHA/HOUSE');
    endDay(play, '2026-11-23');
    expect(evaluateAccount(play.house, play.engine, 'ALPHA/HOUSE').exposureMinor).toBe(0n);
  });

  it('is only warned where the fund is fixed by hand', () => {
    const play = openHouse({ ...FUND, sizing: 'fixed' }, { members: smallFund() });
    trades(play, '30', 'ALPHA/HOUSE', 'BETA/HOUSE');
    endDay(play, '2026-11-20');
    const { monitoring } = play.of('StressTestsCompleted')[0]!;
    expect(monitoring?.fund).toBe('20000.00');
    const alpha = monitoring?.groups.find(({ group }) => group === 'ALPHA');
    expect(alpha).toMatchObject({ status: 'WARNED', supplements: [] });
  });
});

const smallFund = () =>
  ['ALPHA', 'BETA', 'GAMMA'].map((id) => ({
    id,
    name: id,
    ...(id === 'GAMMA' ? {} : { defaultFund: '10000.00' }),
    accounts: [{ id: 'HOUSE', type: 'house', marginMode: 'portfolio' }],
  }));
