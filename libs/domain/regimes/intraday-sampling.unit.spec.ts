import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { log } from '#libs/domain/numerics/log.js';
import {
  type IntradaySampling,
  periodOf,
  type ReturnTerms,
  sampledVolatility,
  startSampling,
  takeSample,
} from './intraday-sampling.js';

const LOG: ReturnTerms = { kind: 'log', shift: 0 };
const ABSOLUTE: ReturnTerms = { kind: 'absolute', shift: 0 };
const DAY_PERIODS = 288;

/** Takes `[period, price]` one after the other. */
function sampled(
  prices: readonly (readonly [number, number])[],
  terms = LOG,
): IntradaySampling | undefined {
  let sampling: IntradaySampling | undefined;
  for (const [period, price] of prices)
    if (sampling) takeSample(sampling, period, price);
    else sampling = startSampling(terms, period, price);
  return sampling;
}

/** Prices of consecutive periods that swing by the same move, `count` of them whole. */
const swinging = (count: number, from = 100, to = 101): [number, number][] =>
  Array.from({ length: count + 1 }, (_, i) => [i, i % 2 === 0 ? from : to]);

const volatilityOf = (...args: Parameters<typeof sampled>): number | undefined => {
  const sampling = sampled(...args);
  return sampling && sampledVolatility(sampling);
};

describe('5-minute returns of a symbol (margin-model.md d.3, sigma_intraday)', () => {
  it('are scaled to a day of 288 periods', () => {
    const move = log(101 / 100);
    expect(volatilityOf(swinging(20))).toBeCloseTo(move * Math.sqrt(DAY_PERIODS), 12);
  });

  it('count after a warm-up of 12 periods, whose mean square is the first variance', () => {
    expect(volatilityOf(swinging(12))).toBeUndefined();
    expect(volatilityOf(swinging(13))).toBeGreaterThan(0);
    const moves = [3, -1, 4, -1, 5, -9, 2, -6, 5, -3, 5, -8];
    const prices: [number, number][] = [[0, 1000]];
    for (const [i, move] of moves.entries()) prices.push([i + 1, (prices[i]?.[1] ?? 0) + move]);
    prices.push([13, 0]);
    const meanSquare = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
    expect(volatilityOf(prices, ABSOLUTE)).toBeCloseTo(Math.sqrt(meanSquare * DAY_PERIODS), 10);
    prices.push([14, 0]);
    // The 13th return falls to 0 from the last price of the warm-up.
    const last = prices[12]?.[1] ?? 0;
    const next = 0.97 * meanSquare + 0.03 * last * last;
    expect(volatilityOf(prices, ABSOLUTE)).toBeCloseTo(Math.sqrt(next * DAY_PERIODS), 9);
  });

  it('go from the last price of a period to the last price of the next, once that is over', () => {
    const close = swinging(20);
    const within = close.flatMap(([period, price]): [number, number][] => [
      [period, price * 1.5],
      [period, price / 2],
      [period, price],
    ]);
    expect(sampled(within)).toEqual(sampled(close));
    const before = sampled(close);
    expect(volatilityOf([...close, [20, 1_000_000]])).toBe(before && sampledVolatility(before));
  });

  it('ignore a price of a period that is over', () => {
    const close = swinging(20);
    expect(sampled([...close, [18, 7], [0, 3]])).toEqual(sampled(close));
  });

  it('over k periods count as k periods with a k-th of the square each', () => {
    const every = swinging(30);
    const third = every.map(([period, price]): [number, number] => [3 * period, price]);
    const [dense, sparse] = [volatilityOf(every), volatilityOf(third)];
    expect(sparse).toBeCloseTo((dense ?? 0) / Math.sqrt(3), 12);
  });

  it('over an hour are taken, over more are not; the variance outlasts the gap', () => {
    const calm = swinging(20);
    const jumps = (periods: number): number | undefined =>
      volatilityOf([...calm, [20 + periods, 200], [21 + periods, 200]]);
    expect(jumps(12)).toBeGreaterThan(2 * (volatilityOf(calm) ?? Infinity));
    expect(jumps(13)).toBe(volatilityOf(swinging(21)));
  });

  it('never come of daily prices', () => {
    const days = Array.from({ length: 400 }, (_, i): [number, number] => [i * 288, 100 + (i % 7)]);
    expect(volatilityOf(days)).toBeUndefined();
    expect(sampled(days)?.periods).toBe(0);
  });

  it('are points where returns are absolute, below zero too', () => {
    expect(volatilityOf(swinging(20, -3, 2), ABSOLUTE)).toBeCloseTo(5 * Math.sqrt(288), 10);
  });

  it('are of the shifted price where returns are shifted', () => {
    const shifted = volatilityOf(swinging(20, -3, 2), { kind: 'shifted-log', shift: 13 });
    expect(shifted).toBeCloseTo(log(15 / 10) * Math.sqrt(288), 12);
  });

  it.each([0, -1])('leave out a price of %d that has no logarithm', (bad) => {
    const calm = swinging(20);
    const after: [number, number][] = [
      [21, bad],
      [22, 100],
      [23, 100],
    ];
    const volatility = volatilityOf([...calm, ...after]);
    expect(volatility).toBe(
      volatilityOf(
        swinging(21)
          .slice(0, 21)
          .concat([[21, 100]]),
      ),
    );
  });

  it('begin anew with each period of 5 minutes', () => {
    const ms = Date.parse('2026-11-20T14:05:00.000Z');
    expect(periodOf(ms) - periodOf(ms - 1)).toBe(1);
    expect(periodOf(ms + 299_999)).toBe(periodOf(ms));
    expect(periodOf(-1)).toBe(-1);
  });

  it('are finite and never negative whatever the prices', () => {
    const price = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    const steps = fc.array(fc.tuple(fc.integer({ min: -3, max: 20 }), price), { minLength: 30 });
    fc.assert(
      fc.property(steps, fc.constantFrom(LOG, ABSOLUTE), (moves, terms) => {
        let period = 0;
        const prices = moves.map(([ahead, at]): [number, number] => [(period += ahead), at]);
        const volatility = volatilityOf(prices, terms) ?? 0;
        expect(Number.isFinite(volatility) && volatility >= 0).toBe(true);
      }),
    );
  });
});
