import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  intradayVolatility,
  nextIntradayVariance,
  nextRegime,
  type Regime,
  regimeRatio,
} from './regime-ladder.js';

const LADDER = { rungs: [1, 1.25, 1.5, 2], band: 0.1, holdDays: 5 };
const START: Regime = { multiplier: 1, sinceDay: 0 };

/** The multipliers of one ratio a day, from day 1 on. */
function climb(ratios: readonly number[], ladder = LADDER): number[] {
  let regime = START;
  return ratios.map((ratio, i) => (regime = nextRegime(ladder, regime, ratio, i + 1)).multiplier);
}

describe('volatility-regime ladder (margin-model.md d.3)', () => {
  it('worked example (d)', () => {
    const ratios = [1.05, 1.3, 1.7, 1.2, 1.1, 1.1, 1.1, 1.1, 1.1, 0.9, 0.9];
    expect(climb(ratios)).toEqual([1, 1.25, 2, 2, 2, 2, 2, 2, 1.5, 1.5, 1.5]);
  });

  it('goes up at once, over several rungs, and not beyond the top', () => {
    expect(climb([1.64, 2.2, 50])).toEqual([1.5, 2, 2]);
  });

  it('stays inside the dead band, to its edge', () => {
    expect(climb([1.1])).toEqual([1]);
    expect(climb([1.1000001])).toEqual([1.25]);
    const tops = [2, ...Array.from({ length: 8 }, () => 1.3501)];
    expect(climb(tops)).toEqual(tops.map(() => 2));
    expect(climb([2, ...Array.from({ length: 6 }, () => 1.35)]).at(-1)).toBe(1.5);
  });

  it('does not flap: a rung is held for five whole days whatever the ratio does below it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (ratios) => {
          let regime = START;
          ratios.forEach((ratio, i) => {
            const next = nextRegime(LADDER, regime, ratio, i + 1);
            if (next.multiplier < regime.multiplier) {
              expect(i + 1 - regime.sinceDay).toBeGreaterThan(5);
              expect(LADDER.rungs.indexOf(regime.multiplier)).toBe(
                LADDER.rungs.indexOf(next.multiplier) + 1,
              );
            }
            expect(nextRegime(LADDER, next, ratio, i + 1)).toBe(next);
            regime = next;
          });
        },
      ),
    );
  });

  it('takes the next higher rung where the ladder no longer has the one in force', () => {
    const regime = { multiplier: 1.4, sinceDay: 3 };
    expect(nextRegime(LADDER, regime, 1, 4)).toEqual({ multiplier: 1.5, sinceDay: 4 });
  });

  it('looks at the larger of realised and implied volatility, as far as they are known', () => {
    const intraday = { now: 0.03, scenarios: 0.02 };
    const implied = { now: 0.36, reference: 0.2 };
    expect(regimeRatio({ intraday })).toBe(1.5);
    expect(regimeRatio({ intraday, implied })).toBeCloseTo(1.8, 15);
    expect(regimeRatio({})).toBe(0);
    expect(regimeRatio({ implied: { now: 0.3, reference: 0 } })).toBe(0);
  });

  it('scales the exponentially weighted variance of 5-minute returns to a day', () => {
    expect(nextIntradayVariance(1e-6, 0.002, 0.97)).toBeCloseTo(0.97e-6 + 0.03 * 4e-6, 18);
    expect(intradayVolatility(1e-6, 288)).toBeCloseTo(Math.sqrt(288) * 1e-3, 15);
  });
});
