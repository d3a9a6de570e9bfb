import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalCoverage, independence } from './christoffersen.js';
import { shortfallStatistic } from './expected-shortfall-test.js';
import { proportionOfFailures } from './kupiec.js';
import { largestIncrease, peakToTrough } from './procyclicality.js';
import { binomialCumulative, trafficLight } from './traffic-light.js';

const daysWith = (days: number, ...hits: readonly number[]): boolean[] =>
  Array.from({ length: days }, (_, day) => hits.includes(day + 1));

describe("Kupiec's proportion of failures (margin-model.md i)", () => {
  it('worked example (i)', () => {
    const six = proportionOfFailures(250, 6, 0.01);
    expect(Math.abs(six.statistic - 3.5553547710617437)).toBeLessThan(1e-12);
    // The page prints 0.05936; 40-digit arithmetic has 0.0593536.
    expect(six.pValue).toBeCloseTo(0.0593536189723, 12);
    const three = proportionOfFailures(250, 3, 0.01);
    expect(three.statistic).toBeCloseTo(0.09494, 5);
    expect(three.pValue).toBeCloseTo(0.758, 3);
    const none = proportionOfFailures(250, 0, 0.01);
    expect(none.statistic).toBeCloseTo(5.02517, 5);
    expect(none.pValue).toBeCloseTo(0.02498, 5);
  });

  it('7 hits in 30 observations are 32.338, as published', () => {
    expect(proportionOfFailures(30, 7, 0.01).statistic).toBeCloseTo(32.338, 3);
  });

  // Kupiec's table prints 255 days as "below 7"; by the formula no hit at all is refused as well.
  it.each([
    [255, 1, 6],
    [510, 2, 10],
    [1000, 5, 16],
  ])('at 5 %% accepts 1 %% of %d observations for %d to %d hits', (observations, from, to) => {
    const accepted = Array.from({ length: 30 }, (_, hits) => hits).filter(
      (hits) => proportionOfFailures(observations, hits, 0.01).pValue > 0.05,
    );
    expect(accepted).toEqual(Array.from({ length: to - from + 1 }, (_, i) => from + i));
  });

  it('is zero at the exact share, and all hits have a likelihood too', () => {
    expect(proportionOfFailures(200, 2, 0.01).statistic).toBe(0);
    expect(proportionOfFailures(2, 2, 0.01).statistic).toBeCloseTo(-4 * Math.log(0.01), 12);
  });
});

describe("Christoffersen's tests (margin-model.md i)", () => {
  const clustered = daysWith(250, 40, 41, 97, 150, 151, 152);

  it('worked example (i): the right count, clustered, rejected', () => {
    const apart = independence(clustered);
    expect(apart).toMatchObject({ missMiss: 240, missHit: 3, hitMiss: 3, hitHit: 3 });
    expect(apart.statistic).toBeCloseTo(15.915297, 6);
    expect(apart.pValue).toBeCloseTo(6.62e-5, 7);
    const both = conditionalCoverage(clustered, 0.01);
    expect(both.statistic).toBeCloseTo(19.470651, 5);
    expect(both.pValue).toBeCloseTo(5.92e-5, 7);
  });

  it('no hit, every day a hit and a single day are no sign of clustering', () => {
    for (const hits of [daysWith(250), [true, true, true], [true]]) {
      expect(independence(hits)).toMatchObject({ statistic: 0, pValue: 1 });
    }
  });
});

describe('traffic light (margin-model.md i)', () => {
  it.each([
    [4, 0.892188],
    [5, 0.958817],
    [9, 0.99975],
    [10, 0.999946],
  ])('worked example (i): P(at most %d of 250 at 1 %%) = %d', (hits, cumulative) => {
    expect(binomialCumulative(250, hits, 0.01)).toBeCloseTo(cumulative, 6);
  });

  it('is green up to 4, yellow up to 9 and red from 10 hits', () => {
    const zones = Array.from({ length: 12 }, (_, hits) => trafficLight(250, hits, 0.01).zone);
    const runs = (zone: string): number => zones.filter((each) => each === zone).length;
    expect([runs('green'), runs('yellow'), runs('red')]).toEqual([5, 5, 2]);
    expect(zones).toEqual([...zones].sort((a, b) => rank(a) - rank(b)));
  });

  const rank = (zone: string): number => ['green', 'yellow', 'red'].indexOf(zone);

  it('the cumulative probability agrees with the plain sum, and does not underflow', () => {
    expect(binomialCumulative(3, 1, 0.25)).toBeCloseTo(27 / 64 + 27 / 64, 15);
    expect([binomialCumulative(3, -1, 0.25), binomialCumulative(3, 3, 0.25)]).toEqual([0, 1]);
    expect(binomialCumulative(1e6, 1e4, 0.01)).toBeCloseTo(0.5, 2);
  });

  it('turns no greener with another hit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(100), (observations, hits) => {
        const before = trafficLight(observations, hits, 0.01);
        const after = trafficLight(observations, hits + 1, 0.01);
        expect(after.cumulative).toBeGreaterThanOrEqual(before.cumulative - 1e-12);
        expect(rank(after.zone)).toBeGreaterThanOrEqual(rank(before.zone));
      }),
    );
  });
});

describe('expected shortfall, Z2 (margin-model.md i)', () => {
  const day = (pnl: number, hit: boolean) => ({ pnl, hit, expectedShortfall: 100 });

  it('is 0 where the tail days lose their expected shortfall', () => {
    const days = Array.from({ length: 40 }, (_, t) => day(t === 7 ? -100 : 50, t === 7));
    expect(shortfallStatistic(days, 0.025)).toBeCloseTo(0, 15);
  });

  it('is 1 without hits, and falls with their size and number', () => {
    const quiet = Array.from({ length: 40 }, () => day(-10, false));
    expect(shortfallStatistic(quiet, 0.025)).toBe(1);
    expect(shortfallStatistic([...quiet.slice(1), day(-270, true)], 0.025)).toBeCloseTo(-1.7, 14);
  });
});

describe('procyclicality (margin-model.md d.5)', () => {
  const MEASURES = [100, 110, 120, 130, 126, 110, 90];
  const MARGINS = [125, 125, 125, 130, 130, 130, 112.5];

  it('worked example (d): the buffer takes peak to trough from 1.444 to 1.156, a day to 1.04', () => {
    expect(peakToTrough(MEASURES)).toBeCloseTo(1.444, 3);
    expect(peakToTrough(MARGINS)).toBeCloseTo(1.156, 3);
    expect(largestIncrease(MEASURES, 1)).toBeCloseTo(1.1, 14);
    expect(largestIncrease(MARGINS, 1)).toBeCloseTo(1.04, 14);
  });

  it('looks over as many days as asked', () => {
    expect(largestIncrease(MEASURES, 3)).toBeCloseTo(1.3, 14);
    expect(largestIncrease([130, 120, 100], 1)).toBeCloseTo(120 / 130, 14);
    expect(largestIncrease(MEASURES, 7)).toBe(1);
  });
});
