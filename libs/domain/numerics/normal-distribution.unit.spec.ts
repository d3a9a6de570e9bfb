import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf } from './double-bits.js';
import { erfc } from './erfc.js';
import { normalCdf } from './normal-cdf.js';
import { normalDensity } from './normal-density.js';
import { normalQuantile } from './normal-quantile.js';

const FUNCTIONS = { erfc, normalCdf, normalDensity, normalQuantile };

/** Function, argument, the nearest double to the true value (50-digit arithmetic), our own bits. */
const VALUES: readonly [keyof typeof FUNCTIONS, number, number, string][] = [
  ['erfc', -3, 1.9999779095030015, '3fffffe8d6209afd'],
  ['erfc', -0.5, 1.5204998778130465, '3ff853f7ae0c76e9'],
  ['erfc', 0.1, 0.887537083981715, '3fec66b42bb60999'],
  ['erfc', 0.5, 0.4795001221869535, '3fdeb02147ce245c'],
  ['erfc', 1, 0.15729920705028513, '3fc4226162fbddd4'],
  ['erfc', 2, 0.004677734981047266, '3f7328f5ec350e66'],
  ['erfc', 3.75, 1.1372725656979665e-7, '3e7e87470e4f4245'],
  ['erfc', 5, 1.537459794428035e-12, '3d7b0c1a759f7738'],
  ['erfc', 10, 2.088487583762545e-45, '36a7d8a7f2a8a2cf'],
  ['erfc', 26.5, 2.2109076642637343e-307, '0043df6725a60cf5'],
  ['normalCdf', -37, 5.725571222524577e-300, '01ceaccc6bfeb0af'],
  ['normalCdf', -20, 2.7536241186062337e-89, '2d8c0bd0f1880783'],
  ['normalCdf', -8, 6.220960574271784e-16, '3cc669d2c90d55cd'],
  ['normalCdf', -5, 2.866515718791939e-7, '3e933ca2f2133831'],
  ['normalCdf', -3, 0.0013498980316300946, '3f561de1f985b5d5'],
  ['normalCdf', -2, 0.02275013194817921, '3f974bcf82c9d860'],
  ['normalCdf', -1, 0.15865525393145705, '3fc44ed0bb7cb20d'],
  ['normalCdf', -0.5, 0.3085375387259869, '3fd3bf143b9aa712'],
  ['normalCdf', -0.001, 0.49960105778608893, '3fdff976b70f3f9c'],
  ['normalCdf', 0.001, 0.500398942213911, '3fe00344a4786032'],
  ['normalCdf', 0.25, 0.5987063256829237, '3fe3289a2b16ed6b'],
  ['normalCdf', 0.5, 0.6914624612740131, '3fe62075e232ac77'],
  ['normalCdf', 1, 0.8413447460685429, '3feaec4bd120d37d'],
  ['normalCdf', 1.6448536269514722, 0.95, '3fee666666666666'],
  ['normalCdf', 2.3263478740408408, 0.99, '3fefae147ae147ae'],
  ['normalCdf', 4, 0.9999683287581669, '3fefffbd94a1aad4'],
  ['normalCdf', 8, 0.9999999999999993, '3feffffffffffffa'],
  ['normalDensity', 0, 0.3989422804014327, '3fd9884533d43651'],
  ['normalDensity', 0.3, 0.3813878154605241, '3fd868a8709fbbc0'],
  ['normalDensity', 1, 0.24197072451914334, '3fcef8e58e331738'],
  ['normalDensity', -2.5, 0.017528300493568537, '3f91f2f0557f5257'],
  ['normalDensity', 6, 6.075882849823285e-9, '3e3a1880fbd087fd'],
  ['normalDensity', 20, 5.520948362159764e-88, '2dd1928c553065a4'],
  ['normalDensity', -37, 2.1200065515246056e-298, '0221bf35e596c740'],
  ['normalQuantile', 1e-300, -37.0470962993612, 'c04286074064c26e'],
  ['normalQuantile', 1e-50, -14.933337534788489, 'c02dddde6ad81776'],
  ['normalQuantile', 1e-12, -7.034483825301132, 'c01c234fba57a32a'],
  ['normalQuantile', 0.0001, -3.7190164854556804, 'c00dc08bb712893b'],
  ['normalQuantile', 0.01, -2.326347874040841, 'c0029c5c4630ff0f'],
  ['normalQuantile', 0.025, -1.9599639845400543, 'bfff5c0331eeff85'],
  ['normalQuantile', 0.25, -0.6744897501960817, 'bfe5956b87528a48'],
  ['normalQuantile', 0.4, -0.2533471031357997, 'bfd036d6c4a04b51'],
  ['normalQuantile', 0.75, 0.6744897501960817, '3fe5956b87528a48'],
  ['normalQuantile', 0.9, 1.2815515655446006, '3ff4813c36e26d33'],
  ['normalQuantile', 0.99, 2.3263478740408408, '40029c5c4630ff0e'],
  ['normalQuantile', 0.999999, 4.753424308817087, '40130381a97985f0'],
];

/** Five units in the last place; the quantile's condition next to 1/2 costs it some more. */
const RELATIVE_ERROR_MAX = {
  erfc: 6e-16,
  normalCdf: 6e-16,
  normalDensity: 6e-16,
  normalQuantile: 1e-14,
};

describe('normal distribution (margin-model.md a.3)', () => {
  it.each(VALUES)('%s(%d) is %d, with the stored bits', (name, x, expected, bits) => {
    const value = FUNCTIONS[name](x);
    expect(Math.abs(value / expected - 1)).toBeLessThanOrEqual(RELATIVE_ERROR_MAX[name]);
    expect(bitsOf(value)).toBe(bits);
  });

  it('keeps the limits of its domain', () => {
    expect([erfc(0), erfc(Infinity), erfc(-Infinity), erfc(30)]).toEqual([1, 0, 2, 0]);
    expect([0, -0, Infinity, -Infinity, 40, -40].map(normalCdf)).toEqual([0.5, 0.5, 1, 0, 1, 0]);
    expect([Infinity, -Infinity, 1e200].map(normalDensity)).toEqual([0, 0, 0]);
    expect([0, 1, 0.5].map(normalQuantile)).toEqual([-Infinity, Infinity, 0]);
    expect([-1e-9, 1.001, NaN].map(normalQuantile)).toEqual([NaN, NaN, NaN]);
    for (const f of Object.values(FUNCTIONS)) expect(f(NaN)).toBeNaN();
  });

  it('erfc(-z) and erfc(z) add up to 2, N(-x) and N(x) to 1', () => {
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (x) => {
        expect(Math.abs(normalCdf(x) + normalCdf(-x) - 1)).toBeLessThanOrEqual(2 ** -53);
        expect(Math.abs(erfc(x) + erfc(-x) - 2)).toBeLessThanOrEqual(2 ** -52);
        expect(Math.abs(erfc(-x * Math.SQRT1_2) - 2 * normalCdf(x))).toBeLessThanOrEqual(2e-15);
      }),
    );
  });

  it('rises with its argument', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -37, max: 8, noNaN: true }),
        fc.double({ min: 1e-9, max: 1, noNaN: true }),
        (x, step) => {
          expect(normalCdf(x + step)).toBeGreaterThanOrEqual(normalCdf(x));
        },
      ),
    );
  });

  it('the quantile undoes the distribution over the whole lower tail', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 0, noNaN: true }), (x) => {
        expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThanOrEqual(
          1e-14 * Math.max(1, -x),
        );
      }),
    );
  });

  it('the quantile is odd around one half where 1-p is exact', () => {
    for (const p of [0.25, 0.125, 2 ** -40]) expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
  });
});
