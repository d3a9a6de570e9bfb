import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOfHolder, holderOfCashBook } from '#libs/domain/books/holder.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { outstandingMinor } from '#libs/domain/margin-calls/call-needs.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import type { Standing } from '#libs/domain/margin-calls/standing.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { booksOf, fold, HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { deposit } from '#libs/domain/testing/inputs.js';
import { ISO } from '#libs/domain/testing/isolated-account.js';
import {
  cycleSteps,
  depositSteps,
  OPENING,
  priceSteps,
  tradeSteps,
  type MarketStep,
} from '#libs/domain/testing/random-market.js';
import { collateralHeld } from './holdings.js';
import { debtsMinor } from './collateral-value.js';

/** Calls from the first cent on, so that nothing hides below a minimum. */
const TO_THE_CENT = { minimumTransferAmount: '0.00', rounding: '0.01', coalesceSeconds: 0 };
const BUCKETS = ['SPX-FUT', 'OIL-FUT', 'SPX-EUR'] as const;
const RUNS = { numRuns: 50 };

interface Paid {
  readonly bucket: string | undefined;
  readonly asset: string;
  readonly cents: number;
}

const paid = (buckets: readonly (string | undefined)[]): fc.Arbitrary<Paid> =>
  fc.record({
    bucket: fc.constantFrom(...buckets),
    asset: fc.constantFrom('USD', 'EUR', 'UST-2028'),
    cents: fc.integer({ min: 1, max: 60_000_000 }),
  });

const intoBucket = ({ bucket, asset, cents }: Paid, i: number): PlayInput => {
  const given = { account: ISO, asset, quantity: (cents / 100).toFixed(2) };
  const where = bucket === undefined ? {} : { bucket };
  return {
    kind: 'collateral',
    instruction: deposit({ instructionId: `B-${i}`, ...given, ...where }),
  };
};

const bucketSteps = (buckets: readonly (string | undefined)[]): fc.Arbitrary<MarketStep> =>
  paid(buckets).map((given) => (i) => intoBucket(given, i));

const market = (buckets: readonly (string | undefined)[]): fc.Arbitrary<MarketStep[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: tradeSteps },
      { weight: 3, arbitrary: priceSteps },
      { weight: 3, arbitrary: bucketSteps(buckets) },
      { weight: 1, arbitrary: depositSteps() },
      { weight: 1, arbitrary: cycleSteps },
    ),
    { minLength: 1, maxLength: 25 },
  );

const ANYWHERE = [undefined, ...BUCKETS];

function played(inputs: readonly PlayInput[]): HousePlay {
  const play = HousePlay.open({ marginCalls: TO_THE_CENT });
  play.batch(OPENING);
  for (const input of inputs) play.batch([input]);
  return play;
}

const inputsOf = (steps: readonly MarketStep[]): PlayInput[] => steps.map((step, i) => step(i + 1));

const settle = (play: HousePlay): void => {
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
};

const standingsOf = ({ house }: HousePlay): Map<string, Standing> => {
  const { standings } = evaluateAccount(house, new MarginEngine(house), ISO);
  return new Map(standings.map((each) => [each.holder, each]));
};

const shortMinor = ({ exposureMinor, servedMinor, collateral }: Standing): bigint =>
  exposureMinor - collateral.countedMinor - servedMinor + debtsMinor(collateral.debts);

/** Cash and assets by account, with those of its buckets, zeros left out. */
function byAccount({ house }: HousePlay): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [book, held] of house.books) {
    if (!book.startsWith('account/')) continue;
    const account = accountOfHolder(book.slice('account/'.length));
    for (const [asset, units] of held)
      sums.set(`${account} ${asset}`, (sums.get(`${account} ${asset}`) ?? 0n) + units);
  }
  return new Map([...sums].filter(([, units]) => units !== 0n));
}

/** The same inputs with all collateral paid into the account itself. */
const withoutBuckets = (inputs: readonly PlayInput[]): PlayInput[] =>
  inputs.map((input) => {
    if (input.kind !== 'collateral') return input;
    const { bucket, ...instruction } = input.instruction;
    void bucket;
    return { kind: 'collateral', instruction };
  });

describe('buckets', () => {
  it('add up to the account that would have no buckets, in every currency and asset', () => {
    fc.assert(
      fc.property(market(ANYWHERE), (steps) => {
        const inputs = inputsOf(steps);
        const [split, whole] = [played(inputs), played(withoutBuckets(inputs))];
        for (const play of [split, whole]) settle(play);
        expect(byAccount(split)).toEqual(byAccount(whole));
        const requirement = (play: HousePlay): bigint =>
          evaluateAccount(play.house, play.engine, ISO).requirementMinor;
        expect(requirement(split)).toBe(requirement(whole));
      }),
      RUNS,
    );
  });

  it('take nothing from what a neighbour is short of, and add nothing to it', () => {
    fc.assert(
      fc.property(market(ANYWHERE), paid([...BUCKETS]), (steps, more) => {
        const inputs = inputsOf(steps);
        const before = standingsOf(played(inputs));
        const after = standingsOf(played([...inputs, intoBucket(more, inputs.length + 1)]));
        for (const [holder, then] of before) {
          if (then.bucket === undefined || then.bucket === more.bucket) continue;
          const now = after.get(holder);
          expect(now?.collateral).toEqual(then.collateral);
          expect((now?.deficitMinor ?? 0n) + (now?.servedMinor ?? 0n)).toBe(
            then.deficitMinor + then.servedMinor,
          );
        }
        // What serves a bucket is the account's own, and no more than it has beyond its need.
        for (const standings of [before, after]) {
          const [own, ...buckets] = standings.values();
          const served = buckets.reduce((sum, { servedMinor }) => sum + servedMinor, 0n);
          const spare = own!.collateral.countedMinor - own!.exposureMinor;
          expect(served <= (spare > 0n ? spare : 0n)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('and their account are short of nothing more when collateral is added where there is some', () => {
    fc.assert(
      fc.property(market(ANYWHERE), paid(ANYWHERE), (steps, more) => {
        const before = played(inputsOf(steps));
        const opened = before.house.buckets.get(ISO);
        // The first collateral of a bucket takes its position out of the netting of the account.
        if (more.bucket !== undefined && !opened?.has(more.bucket)) return;
        const after = played([...inputsOf(steps), intoBucket(more, steps.length + 1)]);
        const now = standingsOf(after);
        for (const [holder, { deficitMinor }] of standingsOf(before))
          expect((now.get(holder)?.deficitMinor ?? 0n) <= deficitMinor).toBe(true);
        const asked = (play: HousePlay): bigint => {
          play.evaluate();
          return openCalls(play.house.marginCalls, ISO)
            .filter(({ reason }) => reason !== 'CASH_DEBIT')
            .reduce((sum, call) => sum + outstandingMinor(play.house, call), 0n);
        };
        expect(asked(after) <= asked(before)).toBe(true);
      }),
      RUNS,
    );
  });

  it('are no shorter after a cycle, each for itself', () => {
    fc.assert(
      fc.property(market(ANYWHERE), (steps) => {
        const play = played(inputsOf(steps));
        const before = standingsOf(play);
        settle(play);
        for (const [holder, after] of standingsOf(play)) {
          const then = before.get(holder)!;
          if (after.bucket === undefined) continue;
          expect(shortMinor(after) + after.servedMinor <= shortMinor(then) + then.servedMinor).toBe(
            true,
          );
        }
      }),
      RUNS,
    );
  });

  it('end with the same cash however many cycles ran in between', () => {
    fc.assert(
      fc.property(market([...BUCKETS]), (steps) => {
        const opening = BUCKETS.map((bucket, i) =>
          intoBucket({ bucket, asset: 'USD', cents: 100 }, 1000 + i),
        );
        const inputs = [...opening, ...inputsOf(steps)];
        const many = played(inputs);
        const once = played(inputs.filter(({ kind }) => kind !== 'command'));
        const cash = ({ house }: HousePlay): string[] =>
          [...house.books]
            .flatMap(([book, held]) => {
              const holder = holderOfCashBook(book);
              return holder === undefined
                ? []
                : [...held].map(([asset, n]) => `${book} ${asset} ${n}`);
            })
            .filter((line) => !line.endsWith(' 0'))
            .sort();
        for (const play of [many, once]) settle(play);
        expect(cash(many)).toEqual(cash(once));
      }),
      RUNS,
    );
  });

  it('come out of the ledger again as they were', () => {
    fc.assert(
      fc.property(market(ANYWHERE), (steps) => {
        const play = played(inputsOf(steps));
        settle(play);
        play.evaluate();
        const again = fold('main', play.events);
        expect(booksOf(again)).toEqual(booksOf(play.house));
        for (const [holder] of standingsOf(play))
          expect(collateralHeld(again, holder)).toEqual(collateralHeld(play.house, holder));
      }),
      { numRuns: 20 },
    );
  });
});
