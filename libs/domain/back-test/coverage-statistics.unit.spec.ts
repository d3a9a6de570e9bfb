import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageStatistics } from './coverage-statistics.js';
import { factorForCoverage, lossRatios } from './margin-scaling.js';

/** Margins of 100, and losses of 150 on the given days (from 0), else of 10. */
const series = (days: number, ...hits: readonly number[]) => ({
  margins: new Float64Array(days).fill(100),
  losses: Float64Array.from({ length: days }, (_, t) => (hits.includes(t) ? 150 : 10)),
});

describe('coverage of a margined series (margin-model.md i)', () => {
  it('counts hits in windows that do not overlap for the tests, and all of them beside', () => {
    const found = coverageStatistics(series(500, 10, 11, 12, 101, 302), 2, 0.01);
    expect(found).toMatchObject({
      windows: 250,
      hits: 3,
      hitsByStart: [3, 2],
      days: 500,
      dayHits: 5,
      coverage: 0.99,
    });
    // Section i prints the statistic of 3 hits in 250 days.
    expect(found.kupiec.statistic).toBeCloseTo(0.09494, 5);
    expect(found.light.zone).toBe('green');
  });

  it('worked example (i): six clustered hits have the right number and are rejected', () => {
    const days = [40, 41, 97, 150, 151, 152].map((day) => day - 1);
    const found = coverageStatistics(series(250, ...days), 1, 0.01);
    expect(found.hits).toBe(6);
    expect(found.kupiec.pValue).toBeCloseTo(0.05935, 5);
    expect(found.independence.statistic).toBeCloseTo(15.915297, 6);
    expect(found.conditionalCoverage.pValue).toBeCloseTo(5.92e-5, 7);
    expect(found.light.zone).toBe('yellow');
  });

  it('a loss of exactly the margin is covered', () => {
    const exact = { losses: [100, 100.01], margins: [100, 100] };
    expect(coverageStatistics(exact, 1, 0.01)).toMatchObject({ hits: 1 });
  });

  it('names the day that went furthest beyond its margin, by amount', () => {
    const losses = [120, 300, 10, 260];
    const margins = [100, 250, 100, 200];
    const { largestShortfall } = coverageStatistics({ losses, margins }, 1, 0.01);
    expect(largestShortfall).toEqual({ day: 3, amount: 60, loss: 260, margin: 200 });
    expect(coverageStatistics(series(20), 1, 0.01).largestShortfall).toBeUndefined();
  });
});

describe('what margins are multiplied with to reach a coverage', () => {
  it('is the ratio that leaves just the share of days uncovered', () => {
    const margins = new Float64Array(1000).fill(50);
    const losses = Float64Array.from({ length: 1000 }, (_, t) => t / 10);
    expect(factorForCoverage(lossRatios({ losses, margins }), 0.01)).toBeCloseTo(98.9 / 50, 12);
  });

  it('covers all but at most that share, and a smaller factor does not', () => {
    const amount = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 300 }), (days) => {
        const losses = days.map(([loss]) => loss);
        const margins = days.map(([, margin]) => margin);
        const factor = factorForCoverage(lossRatios({ losses, margins }), 0.05);
        const uncovered = (by: number): number =>
          losses.filter((loss, t) => loss / (margins[t] ?? 0) > by).length;
        expect(uncovered(factor)).toBeLessThanOrEqual(days.length * 0.05);
        expect(uncovered(factor * (1 - 1e-9))).toBeGreaterThan(Math.floor(days.length * 0.05));
      }),
    );
  });

  it('a day without margin that loses is covered by no factor, one that gains by any', () => {
    expect(factorForCoverage(lossRatios({ losses: [5], margins: [0] }), 0.01)).toBe(Infinity);
    expect(factorForCoverage(lossRatios({ losses: [-5], margins: [0] }), 0.01)).toBe(0);
  });
});
