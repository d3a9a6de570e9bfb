import { describe, expect, it } from 'vitest';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { instruct, judged } from '#libs/domain/testing/instructions.js';
import { evaluateAccount } from './account-evaluation.js';
import { openCalls } from './margin-call-state.js';

const ACCOUNTS = { 'ALPHA/HOUSE': 20, 'ALPHA/C1': 45, 'GAMMA/HOUSE': -30 } as const;
type Account = keyof typeof ACCOUNTS;
const accounts = Object.keys(ACCOUNTS) as Account[];

const DAYS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
const MINUTES = 420;
/** Members pay so long after they are called. */
const PAID_AFTER = 30;
const MIDDLE = 5_000;

/** Numbers from -1 to 1 that are the same each time. */
function* noise(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 30 - 1;
  }
}

/**
 * Calls for whatever is missing each time that collateral is below the exposure, less what it has called
 * for already: without a minimum, a trigger or a pause.
 */
class NaivePolicy {
  private readonly called: { readonly amountMinor: bigint; readonly at: number }[] = [];
  /** What its member has more in the account than that of the clearing house. */
  moreMinor = 0n;
  calls = 0;

  look(exposureMinor: bigint, countedMinor: bigint, now: number): void {
    const open = this.called.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const missing = exposureMinor - countedMinor - this.moreMinor - open;
    if (missing <= 0n) return;
    this.calls += 1;
    this.called.push({ amountMinor: missing, at: now });
  }

  pay(now: number): void {
    while (this.called[0] && now - this.called[0].at >= PAID_AFTER)
      this.moreMinor += this.called.shift()?.amountMinor ?? 0n;
  }
}

interface DayOfCalls {
  readonly day: string;
  readonly account: Account;
  readonly ours: number;
  readonly naive: number;
}

const dollars = (units: bigint): string =>
  `${units / 100n}.${String(units % 100n).padStart(2, '0')}`;

/** In the morning everybody takes back what is not needed. */
function takeBack(play: HousePlay, account: Account): void {
  const wanted = { type: 'WITHDRAWAL', account, asset: 'USD' } as const;
  const { maximumQuantity } = judged(play, { ...wanted, quantity: '99999999999.00' });
  if (maximumQuantity !== undefined && !/^[0.]*$/.test(maximumQuantity))
    instruct(play, { ...wanted, quantity: maximumQuantity });
}

/** Members pay calls when they have been open long enough. */
function payOld(play: HousePlay, account: Account, naive: NaivePolicy, nowMs: number): void {
  for (const { issuedAt, outstanding } of openCalls(play.house.marginCalls, account)) {
    if (nowMs - Date.parse(issuedAt) < PAID_AFTER * 60_000) continue;
    naive.moreMinor -= toUnits(parseDecimal(outstanding), 2) ?? 0n;
    instruct(play, { type: 'DEPOSIT', account, asset: 'USD', quantity: outstanding });
  }
}

/** Days of a market that goes up and down around one price, and the calls that they bring. */
function playDays(seed: number): DayOfCalls[] {
  const play = HousePlay.open({ marginCalls: { withdrawalBuffer: '0' } });
  play.price(price({ observedAt: `${DAYS[0]}T13:00:00.000Z` }));
  for (const account of [...accounts, 'BETA/HOUSE'])
    play.collateral(deposit({ account, quantity: '20000000.00' }));
  for (const account of accounts) {
    const lots = ACCOUNTS[account];
    const [buyer, seller] = lots > 0 ? [account, 'BETA/HOUSE'] : ['BETA/HOUSE', account];
    const given = { quantity: String(Math.abs(lots)), buyer, seller };
    play.trade(trade({ tradeId: account, ...given, executedAt: `${DAYS[0]}T13:00:00.000Z` }));
  }
  play.evaluate();
  const random = noise(seed);
  let ticks = MIDDLE * 4;
  const days: DayOfCalls[] = [];
  for (const day of DAYS) {
    const naive = new Map(accounts.map((account) => [account, new NaivePolicy()]));
    const before = play.of('MarginCallIssued').length;
    for (const account of accounts) takeBack(play, account);
    for (let minute = 0; minute < MINUTES; minute++) {
      ticks += Math.round(50 * random.next().value + 0.02 * (MIDDLE * 4 - ticks));
      const nowMs = Date.parse(`${day}T14:00:00.000Z`) + minute * 60_000;
      const given = { price: (ticks / 4).toFixed(2), observedAt: new Date(nowMs).toISOString() };
      play.price(price(given));
      for (const [account, policy] of naive) {
        payOld(play, account, policy, nowMs);
        policy.pay(minute);
        const { exposureMinor, collateral } = evaluateAccount(play.house, play.engine, account);
        policy.look(exposureMinor, collateral.countedMinor, minute);
      }
      play.evaluate();
    }
    const issued = play.of('MarginCallIssued').slice(before);
    for (const [account, { calls }] of naive) {
      const ours = issued.filter((call) => call.account === account).length;
      days.push({ day, account, ours, naive: calls });
    }
    // At the close all are paid, so that each day begins anew.
    for (const account of accounts)
      instruct(play, { type: 'DEPOSIT', account, asset: 'USD', quantity: dollars(500_000_000n) });
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: day });
    play.evaluate();
  }
  return days;
}

describe('calls in a market that goes up and down', () => {
  const days = [1, 2, 3].flatMap(playDays);
  const total = (of: (day: DayOfCalls) => number): number =>
    days.reduce((sum, day) => sum + of(day), 0);
  const [ours, naive] = [total((day) => day.ours), total((day) => day.naive)];

  it('come rarely: at most a few an account and day, a fraction of what a naive policy calls', () => {
    const perDay = (calls: number): string => (calls / days.length).toFixed(2);
    const most = Math.max(...days.map((day) => day.ours));
    // eslint-disable-next-line no-console -- the figures are what this test is for
    console.info(
      `calls per account and day: ${perDay(ours)} (at most ${most}), naive ${perDay(naive)} (at most ` +
        `${Math.max(...days.map((day) => day.naive))}), over ${days.length} days of accounts`,
    );
    expect(most).toBeLessThanOrEqual(4);
    expect(ours * 5).toBeLessThanOrEqual(naive);
  });

  it('do come: the market is one in which collateral is really missing', () => {
    expect(ours).toBeGreaterThan(0);
    expect(days.filter((day) => day.naive > 0).length).toBeGreaterThan(days.length / 2);
  });
});
