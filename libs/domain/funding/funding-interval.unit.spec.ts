import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  intervalEndAfter,
  openInterval,
  outcomeOf,
  startNext,
  takePrice,
  type FundingInterval,
  type Side,
} from './funding-interval.js';

const HOUR = 3_600_000;
const LENGTH = 8 * HOUR;
const BP = 10n ** 8n;

interface Observation {
  readonly side: Side;
  readonly price: string;
  readonly atMs: number;
}

const mark = (price: string, atMs: number): Observation => ({ side: 'mark', price, atMs });
const index = (price: string, atMs: number): Observation => ({ side: 'index', price, atMs });

function after(observations: readonly Observation[]): FundingInterval {
  const interval = openInterval('BTCUSD', 0, LENGTH);
  for (const { side, price, atMs } of observations) takePrice(interval, side, price, atMs);
  return interval;
}

const premium = (observations: readonly Observation[]): bigint | undefined =>
  outcomeOf(after(observations)).premium;

describe('the average premium of an interval (margin-model.md a.2)', () => {
  it('is the distance of the mark from the index, over the index', () => {
    expect(premium([index('60000', 0), mark('60048', 0)])).toBe(8n * BP);
  });

  it('weighs each price by the time for which it was in force', () => {
    const prices = [index('10000', 0), mark('10010', 0), mark('10020', 2 * HOUR)];
    expect(premium(prices)).toBe((10n * BP * 2n + 20n * BP * 6n) / 8n);
  });

  it('is over the part of the interval in which both had a price', () => {
    expect(premium([mark('10010', HOUR), index('10000', 7 * HOUR)])).toBe(10n * BP);
  });

  it('takes the last value on when nothing new comes, also into the next intervals', () => {
    const interval = after([index('10000', 0), mark('10010', 0), mark('10020', 7 * HOUR)]);
    startNext(interval, LENGTH);
    startNext(interval, LENGTH);
    expect(outcomeOf(interval)).toEqual({ premium: 20n * BP, index: '10000', missing: [] });
    expect([interval.startMs, interval.endMs]).toEqual([2 * LENGTH, 3 * LENGTH]);
  });

  it.each([
    ['the mark', [index('10000', 0)], ['mark']],
    ['the index', [mark('10000', 0)], ['index']],
    ['both', [], ['mark', 'index']],
    ['an index above zero', [mark('10000', 0), index('0', 0)], ['index']],
  ])('is not there without %s', (_, observations, missing) => {
    expect(outcomeOf(after(observations))).toMatchObject({ premium: undefined, missing });
  });

  it('ends before a price that is observed at its end', () => {
    const interval = after([index('10000', 0), mark('10010', 0), index('20000', LENGTH)]);
    expect(outcomeOf(interval)).toEqual({ premium: 10n * BP, index: '10000', missing: [] });
    startNext(interval, LENGTH);
    expect(outcomeOf(interval)).toMatchObject({ index: '20000' });
  });

  it('is taken over prices that come out of turn as if they had come in turn', () => {
    const marks = [mark('10010', 0), mark('10020', HOUR), mark('10040', 1.5 * HOUR)];
    const indices = [index('10000', 0), index('10010', 0.5 * HOUR), index('10030', 1.5 * HOUR)];
    const inTurn = [...marks, ...indices].toSorted((a, b) => a.atMs - b.atMs);
    const [firstIndex, ...others] = indices;
    expect(premium([firstIndex!, ...marks.slice(0, 2), ...others, marks[2]!])).toBe(
      premium(inTurn),
    );
  });

  it('counts a price that comes more than an hour out of turn from an hour before the other', () => {
    const late = [
      index('10000', 0),
      mark('10010', 0),
      mark('10010', 5 * HOUR),
      index('9000', HOUR),
    ];
    const inTurn = [index('10000', 0), mark('10010', 0), index('9000', 4 * HOUR)];
    expect(premium(late)).toBe(premium(inTurn));
  });

  it('remembers at most what comes in an hour, however long the index is silent', () => {
    const interval = after([index('10000', 0)]);
    for (let second = 0; second < 4 * 3600; second++)
      takePrice(interval, 'mark', String(10_000 + (second % 7)), second * 1000);
    expect(interval.mark.ahead.length).toBeLessThanOrEqual(3601);
    expect(interval.coveredMs).toBe(3 * HOUR - 1000);
  });

  it('counts of each second the last price, from the start of the second', () => {
    const prices = [
      index('10000', 0),
      mark('10010', 0),
      mark('99990', 1_100),
      mark('10020', 1_900),
    ];
    expect(premium(prices)).toBe(
      premium([index('10000', 0), mark('10010', 0), mark('10020', 1_000)]),
    );
  });

  const observations = fc
    .array(
      fc.record({
        side: fc.constantFrom<Side>('mark', 'index'),
        price: fc.integer({ min: 1, max: 100_000 }).map(String),
        atMs: fc.integer({ min: 0, max: LENGTH / 1000 - 1 }).map((second) => second * 1000),
      }),
      { maxLength: 30 },
    )
    .map((list) => list.toSorted((a, b) => a.atMs - b.atMs));

  it('does not change when a price is observed again while it is in force', () => {
    const again = fc.array(fc.integer({ min: 0, max: LENGTH / 1000 - 1 }), { maxLength: 10 });
    fc.assert(
      fc.property(observations, again, (list, seconds) => {
        const repeats = seconds.flatMap((second): Observation[] =>
          (['mark', 'index'] as const).flatMap((side) => {
            const held = list.findLast((each) => each.side === side && each.atMs <= second * 1000);
            return held ? [{ ...held, atMs: second * 1000 }] : [];
          }),
        );
        // The sort is stable: a repeat comes after what it repeats.
        const more = [...list, ...repeats].toSorted((a, b) => a.atMs - b.atMs);
        expect(outcomeOf(after(more))).toEqual(outcomeOf(after(list)));
      }),
    );
  });

  it('is the exact average, rounded to the twelfth decimal', () => {
    const MINUTE = 60_000;
    const byTheMinute = observations.map((list) =>
      list.map((each) => ({ ...each, atMs: Math.floor(each.atMs / MINUTE) * MINUTE })),
    );
    const digits = 10n ** 30n;
    fc.assert(
      fc.property(byTheMinute, (list) => {
        let [sum, minutes] = [0n, 0n];
        for (let atMs = 0; atMs < LENGTH; atMs += MINUTE) {
          const [m, i] = (['mark', 'index'] as const).map((side) =>
            list.findLast((each) => each.side === side && each.atMs <= atMs),
          );
          if (!m || !i) continue;
          sum += ((BigInt(m.price) - BigInt(i.price)) * digits) / BigInt(i.price);
          minutes += 1n;
        }
        const found = premium(list);
        expect(found === undefined).toBe(minutes === 0n);
        if (found === undefined) return;
        const distance = found * 10n ** 18n * minutes - sum;
        // Half a unit of the twelfth decimal, and a little for the moments rounded to the eighteenth.
        const bound = (minutes * 10n ** 18n * 500_001n) / 1_000_000n;
        expect((distance < 0n ? -distance : distance) <= bound).toBe(true);
      }),
    );
  });
});

describe('the intervals', () => {
  it('end at multiples of their length from 1970 in UTC', () => {
    const noon = Date.parse('2026-11-20T12:00:00.000Z');
    expect(new Date(intervalEndAfter(noon, LENGTH)).toISOString()).toBe('2026-11-20T16:00:00.000Z');
    expect(intervalEndAfter(noon + 4 * HOUR, LENGTH)).toBe(noon + 12 * HOUR);
  });
});
