import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatSmile, readSmile } from './read-smile.js';
import { readSurface } from './read-surface.js';
import { scenarioVolatilities, scenarioVolatility } from './scenario-volatilities.js';
import { type Smile, smileVolatility } from './smile.js';
import { TENOR_DAYS, tenorPosition } from './tenor-buckets.js';
import { surfaceSmile, surfaceVolatility, type VolatilitySurface } from './volatility-surface.js';

const NODES = [-0.2, -0.1, 0, 0.1, 0.2];
const smileOf = (volatilities: readonly number[], nodes: readonly number[] = NODES): Smile => {
  const smile = readSmile(
    volatilities.map((volatility, i) => ({ logMoneyness: nodes[i]!, volatility })),
  );
  if (!smile.ok) throw new Error(smile.error.code);
  return smile.value;
};
const surfaceOf = (...slices: readonly (readonly [number, Smile])[]): VolatilitySurface => {
  const surface = readSurface(slices.map(([days, smile]) => ({ years: days / 365, smile })));
  if (!surface.ok) throw new Error(surface.error.code);
  return surface.value;
};

const NEAR = smileOf([0.34, 0.28, 0.24, 0.23, 0.235]);
const FAR = smileOf([0.31, 0.27, 0.245, 0.238, 0.24]);

describe('worked example (a): smiles', () => {
  it('vol(-0.05) of the 30-day smile is 26.0768096 %', () => {
    expect(smileVolatility(NEAR, -0.05)).toBeCloseTo(0.260768096, 9);
  });

  it('the 45-day volatility at k = -0.05 between 30 and 60 days is 25.8795286 %', () => {
    const surface = surfaceOf([60, FAR], [30, NEAR]);
    expect(surfaceVolatility(surface, -0.05, 45 / 365)).toBeCloseTo(0.258795286, 9);
  });
});

describe('interpolation (margin-model.md a.4)', () => {
  it('meets the nodes and is flat outside the wings', () => {
    expect(NODES.map((k) => smileVolatility(NEAR, k))).toEqual([0.34, 0.28, 0.24, 0.23, 0.235]);
    for (const k of [-0.200001, -5, -Infinity]) expect(smileVolatility(NEAR, k)).toBe(0.34);
    for (const k of [0.200001, 5, Infinity]) expect(smileVolatility(NEAR, k)).toBe(0.235);
  });

  it('is linear in total variance at constant log-moneyness, whatever the nodes of the slices', () => {
    const far = smileOf([0.4, 0.33, 0.3, 0.41], [-0.33, -0.07, 0.02, 0.4]);
    const surface = surfaceOf([30, NEAR], [60, far]);
    const total = (k: number, days: number): number =>
      surfaceVolatility(surface, k, days / 365) ** 2 * days;
    fc.assert(
      fc.property(
        fc.double({ min: -0.6, max: 0.6, noNaN: true }),
        fc.double({ min: 30, max: 60, noNaN: true }),
        (k, days) => {
          const [a, b] = [smileVolatility(NEAR, k) ** 2 * 30, smileVolatility(far, k) ** 2 * 60];
          expect(total(k, days)).toBeCloseTo(a + ((days - 30) / 30) * (b - a), 12);
        },
      ),
    );
  });

  it('is flat in volatility before the first expiry and after the last', () => {
    const surface = surfaceOf([30, NEAR], [60, FAR]);
    expect([0, 1, 30].map((days) => surfaceSmile(surface, days / 365))).toEqual([NEAR, NEAR, NEAR]);
    expect([60, 61, 5000].map((days) => surfaceSmile(surface, days / 365))).toEqual([
      FAR,
      FAR,
      FAR,
    ]);
  });

  it('is the level itself where there is only one', () => {
    const flat = flatSmile(0.183);
    if (!flat.ok) throw new Error(flat.error.code);
    const surface = surfaceOf([30, flat.value]);
    expect(surfaceVolatility(surface, -0.4, 0.01)).toBe(Math.sqrt(0.183 * 0.183));
  });
});

describe('acceptance of a smile', () => {
  const node = (logMoneyness: number, volatility: number) => ({ logMoneyness, volatility });

  it.each([
    [[], { code: 'NO_NODES' }],
    [[node(0, 0.2), node(0, 0.3)], { code: 'NODES_NOT_ASCENDING', node: 1 }],
    [[node(0.1, 0.2), node(0, 0.3)], { code: 'NODES_NOT_ASCENDING', node: 1 }],
    [[node(NaN, 0.2)], { code: 'NODE_NOT_FINITE', node: 0 }],
    [[node(0, 0)], { code: 'VOLATILITY_OUT_OF_RANGE', node: 0, volatility: 0 }],
    [[node(0, 0.0099)], { code: 'VOLATILITY_OUT_OF_RANGE', node: 0, volatility: 0.0099 }],
    [[node(0, 100)], { code: 'VOLATILITY_OUT_OF_RANGE', node: 0, volatility: 100 }],
    [[node(0, 1), node(1, NaN)], { code: 'VOLATILITY_OUT_OF_RANGE', node: 1, volatility: NaN }],
  ])('refuses %j', (nodes, error) => {
    expect(readSmile(nodes)).toEqual({ ok: false, error });
  });

  it('takes 1 % and 500 % and up to 200 nodes', () => {
    expect(readSmile([node(0, 0.01), node(1, 5)]).ok).toBe(true);
    const nodes = Array.from({ length: 201 }, (_, i) => node(i / 1000, 0.2));
    expect(readSmile(nodes.slice(1)).ok).toBe(true);
    const error = { code: 'TOO_MANY_NODES', nodes: 201, max: 200 };
    expect(readSmile(nodes)).toEqual({ ok: false, error });
  });
});

describe('acceptance of a surface', () => {
  const slice = (days: number, smile: Smile) => ({ years: days / 365, smile });

  it('refuses a calendar arbitrage at a node that two slices have in common', () => {
    const cheap = smileOf([0.2, 0.15], [-0.1, 0.3]);
    const surface = readSurface([slice(45, cheap), slice(30, NEAR)]);
    expect(surface).toEqual({
      ok: false,
      error: {
        code: 'CALENDAR_ARBITRAGE',
        logMoneyness: -0.1,
        earlierYears: 30 / 365,
        laterYears: 45 / 365,
        earlierTotalVariance: (0.28 * 0.28 * 30) / 365,
        laterTotalVariance: expect.closeTo((0.04 * 45) / 365, 15),
      },
    });
  });

  it('finds it also between slices that are not neighbours', () => {
    const between = smileOf([0.3], [0.05]);
    const surface = readSurface([
      slice(30, NEAR),
      slice(40, between),
      slice(31, smileOf([0.1], [0])),
    ]);
    expect(surface).toMatchObject({ ok: false, error: { code: 'CALENDAR_ARBITRAGE' } });
  });

  it('takes equal total variance, and smiles without a node in common', () => {
    const flat = (volatility: number, k: number) => smileOf([volatility], [k]);
    expect(readSurface([slice(30, flat(0.4, 0)), slice(120, flat(0.2, 0))]).ok).toBe(true);
    expect(readSurface([slice(30, flat(0.4, 0)), slice(60, flat(0.1, 0.1))]).ok).toBe(true);
  });

  it('refuses none, the same expiry twice, and one that is over', () => {
    const error = (slices: Parameters<typeof readSurface>[0]) => {
      const surface = readSurface(slices);
      return surface.ok ? 'accepted' : surface.error.code;
    };
    expect(error([])).toBe('NO_SLICES');
    expect(error([slice(30, NEAR), slice(30, FAR)])).toBe('SAME_EXPIRY_TWICE');
    expect(error([slice(0, NEAR)])).toBe('SLICE_WITHOUT_TIME');
    expect(error(Array.from({ length: 501 }, (_, i) => slice(i + 1, NEAR)))).toBe(
      'TOO_MANY_SLICES',
    );
  });
});

describe('tenor buckets: 7, 30, 90, 180, 365 days, linear in the root of time', () => {
  it.each([
    [0, 0, 0, 0],
    [3, 0, 0, 0],
    [7, 0, 0, 0],
    [30, 0, 1, 1],
    [60, 1, 2, (Math.sqrt(60) - Math.sqrt(30)) / (Math.sqrt(90) - Math.sqrt(30))],
    [180, 2, 3, 1],
    [365, 3, 4, 1],
    [366, 4, 4, 0],
  ])('%d days', (days, lower, upper, share) => {
    const position = tenorPosition(days / 365);
    expect(position).toEqual({ lower, upper, share: expect.closeTo(share, 13) });
  });

  it('serves whatever buckets there are', () => {
    expect(tenorPosition(45 / 365, [30])).toEqual({ lower: 0, upper: 0, share: 0 });
    expect(TENOR_DAYS).toEqual([7, 30, 90, 180, 365]);
  });
});

describe('sticky moneyness (margin-model.md a.4)', () => {
  it("reads the smile at the scenario's own moneyness and multiplies", () => {
    const strike = 100 * Math.exp(-0.05);
    expect(scenarioVolatility(NEAR, strike, 100, 1)).toBeCloseTo(0.260768096, 9);
    expect(scenarioVolatility(NEAR, 100, 100, 1.5)).toBeCloseTo(0.36, 14);
    // A fall of the forward moves a put towards the money, where volatility is lower.
    expect(scenarioVolatility(NEAR, 90, 90, 1)).toBeCloseTo(0.24, 14);
  });

  it('stays within 5 % and 500 %', () => {
    expect(scenarioVolatility(NEAR, 100, 100, 0.01)).toBe(0.05);
    expect(scenarioVolatility(NEAR, 100, 100, 100)).toBe(5);
  });

  it('takes the wing on whose side a price at or below zero lies', () => {
    expect(scenarioVolatility(NEAR, 100, -5, 1)).toBe(0.235);
    expect(scenarioVolatility(NEAR, 100, 0, 1)).toBe(0.235);
    expect(scenarioVolatility(NEAR, 0, 5, 1)).toBe(0.34);
    expect(scenarioVolatility(NEAR, -10, -5, 1)).toBeCloseTo(0.24, 15);
  });

  it('is the same in a batch', () => {
    const forwards = Float64Array.of(80, 95, 100, 130, -1);
    const factors = Float64Array.of(1, 0.8, 1.2, 2, 1);
    const volatilities = new Float64Array(5);
    scenarioVolatilities(NEAR, 97, forwards, factors, volatilities);
    expect([...volatilities]).toEqual(
      [...forwards].map((forward, s) => scenarioVolatility(NEAR, 97, forward, factors[s]!)),
    );
  });
});
