import fc from 'fast-check';
import { expect, it } from 'vitest';
import { debtsMinor } from '#libs/domain/collateral/collateral-value.js';
import { emptyHouse, evolve } from '#libs/domain/house/index.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { booksOf, fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { settlementPrice } from '#libs/domain/testing/inputs.js';
import {
  bucketSteps,
  cycleSteps,
  depositSteps,
  type MarketStep,
  OPENING,
  priceSteps,
  RANDOM_ACCOUNTS,
  tradeSteps,
} from '#libs/domain/testing/random-market.js';
import { Findings, type Finding } from './finding.js';
import { FundingTally } from './funding-tally.js';
import { SettlementCheck } from './settlement-check.js';

/** Fees, interest of either sign and price alignment, beside variation margin in two currencies. */
const CHARGES = {
  fees: [
    { accountType: 'house', perLot: '0.37' },
    { accountType: 'client-segregated', perLot: '1.01' },
  ],
  cashInterest: { USD: '0.0307', EUR: '-0.0113' },
  priceAlignment: { enabled: true, rates: { USD: '0.0525', EUR: '-0.0041' } },
};

const DAYS = ['2026-11-20', '2026-11-23', '2026-11-24'] as const;
/** Steps of random markets are five seconds apart. */
const STEPS_PER_DAY = 17_280;

const day = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: tradeSteps },
    { weight: 3, arbitrary: priceSteps },
    { weight: 3, arbitrary: depositSteps(['USD', 'EUR']) },
    { weight: 1, arbitrary: bucketSteps },
    { weight: 1, arbitrary: cycleSteps },
  ),
  { maxLength: 15 },
);
const history = fc.tuple(day, day, day);

/** What an account is short of: exposure less what counts, and its debts, in minor units. */
function shortOf({ house, engine }: HousePlay, account: string): bigint {
  const { exposureMinor, collateral } = evaluateAccount(house, engine, account);
  return exposureMinor - collateral.countedMinor + debtsMinor(collateral.debts);
}

/** Conversions round against the account: each of a loss, a debt and what counts by a cent at most. */
const ROUNDING = 3n;

/** Ends a day at the marks; `onCycle` sees what accounts were short of before and after. */
function end(
  play: HousePlay,
  date: string,
  onCycle: (account: string, before: bigint, after: bigint) => void,
): void {
  const observedAt = `${date}T21:00:00.000Z`;
  for (const symbol of ['SPX-FUT', 'OIL-FUT', 'SPX-EUR']) {
    const mark = play.house.market.prices.get(symbol)?.price ?? '';
    play.price(settlementPrice(date, { symbol, price: mark, observedAt }));
  }
  const before = RANDOM_ACCOUNTS.map((account) => shortOf(play, account));
  play.command({ type: 'SETTLE', cycleType: 'EOD', date });
  RANDOM_ACCOUNTS.forEach((account, i) =>
    onCycle(account, before[i] ?? 0n, shortOf(play, account)),
  );
}

function played(
  days: readonly (readonly MarketStep[])[],
  onCycle: Parameters<typeof end>[2] = () => undefined,
): HousePlay {
  const play = HousePlay.open(CHARGES);
  play.batch(OPENING);
  days.forEach((steps, d) => {
    const offset = (Date.parse(DAYS[d] ?? '') - Date.parse(DAYS[0])) / 86_400_000;
    steps.forEach((step, i) => play.batch([step(1 + i + offset * STEPS_PER_DAY)]));
    end(play, DAYS[d] ?? '', onCycle);
  });
  return play;
}

function findingsOn({ events }: HousePlay): readonly Finding[] {
  const findings = new Findings('main');
  const check = new SettlementCheck(findings, new FundingTally());
  const house = emptyHouse('main');
  for (const event of events) {
    check.take(house, event);
    evolve(house, event);
  }
  check.finish();
  return findings.all;
}

it('every line of every cycle is what the audit comes to, in any history', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(history, (days) => {
      const play = played(days);
      for (const { lines } of play.of('AccountSettled'))
        for (const { kind } of lines) kinds.add(kind);
      expect(findingsOn(play)).toEqual([]);
    }),
    { numRuns: 25 },
  );
  expect([...kinds].sort()).toEqual(['FEE', 'INTEREST', 'PRICE_ALIGNMENT', 'VARIATION_MARGIN']);
});

it('what accounts pay each other adds up to zero per cycle, currency and kind', () => {
  fc.assert(
    fc.property(history, (days) => {
      const sums = new Map<string, bigint>();
      for (const { cycleId, currency, lines } of played(days).of('AccountSettled'))
        for (const { kind, amount } of lines) {
          const key = `${cycleId} ${currency} ${kind}`;
          sums.set(key, (sums.get(key) ?? 0n) + BigInt(amount.replace('.', '')));
        }
      for (const [key, sum] of sums)
        if (!/FEE|INTEREST/.test(key)) expect([key, sum]).toEqual([key, 0n]);
    }),
    { numRuns: 15 },
  );
});

it('an end of a day at the marks leaves nobody short of more, but for rounding', () => {
  fc.assert(
    fc.property(history, (days) => {
      played(days, (account, before, after) => {
        const isMore = after > before + ROUNDING;
        expect(isMore ? `${account}: ${before} became ${after}` : 'no more').toBe('no more');
      });
    }),
    { numRuns: 25 },
  );
});

it('the state of the house, charges included, follows from its events alone', () => {
  fc.assert(
    fc.property(history, (days) => {
      const play = played(days);
      expect(booksOf(fold('main', play.events))).toEqual(booksOf(play.house));
    }),
    { numRuns: 10 },
  );
});
