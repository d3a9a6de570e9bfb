import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf } from './double-bits.js';
import { exp } from './exp.js';
import { expm1 } from './expm1.js';
import { log } from './log.js';
import { log1p } from './log1p.js';

const FUNCTIONS = { exp, expm1, log, log1p };

/** Correctly rounded values, from 200-bit arithmetic. Our own functions meet all of them. */
const CORRECT: readonly [keyof typeof FUNCTIONS, number, string][] = [
  ['exp', 1.0, '4005bf0a8b145769'],
  ['exp', -0.2, '3fea330ad6166159'],
  ['exp', 0.34, '3ff67aaa532108bd'],
  ['exp', -0.35, '3fe68cce09671f71'],
  ['exp', 700.0, '7f0d945df4f8ec8e'],
  ['exp', -700.0, '00d14f2b0fb9307f'],
  ['exp', -740.0, '0000000000000055'],
  ['expm1', 0.013, '3f8acc3d2b102272'],
  ['expm1', -0.2, 'bfc733d4a7a67a9b'],
  ['expm1', 0.5, '3fe4c2531c3c0d38'],
  ['expm1', -0.5, 'bfd92e9a0720d3ec'],
  ['expm1', 1e-300, '01a56e1fc2f8f359'],
  ['expm1', 3.0, '403315e5bf6fb106'],
  ['expm1', -30.0, 'bfeffffffffffcb5'],
  ['log', 2.0, '3fe62e42fefa39ef'],
  ['log', 10.0, '40026bb1bbb55516'],
  ['log', 0.7, 'bfd6d3c324e13f50'],
  ['log', 1.0001, '3f1a368d0657fcd4'],
  ['log', 5e-324, 'c0874385446d71c3'],
  ['log', 0.9999, 'bf1a3738d2cf1cc2'],
  ['log1p', 0.05, '3fa8fb063ef2c7ea'],
  ['log1p', -0.2, 'bfcc8ff7c79a9a22'],
  ['log1p', 1e-10, '3ddb7cdfd9d1d693'],
  ['log1p', 0.5, '3fd9f323ecbf984c'],
  ['log1p', -0.9, 'c0026bb1bbb55516'],
  ['log1p', 1e17, '4043926cd770aa67'],
];

describe('elementary functions', () => {
  it.each(CORRECT)('%s(%d) has the stored bits', (name, x, bits) => {
    expect(bitsOf(FUNCTIONS[name](x))).toBe(bits);
  });

  it('keep the limits of their domains', () => {
    expect([exp(0), exp(-0), exp(Infinity), exp(-Infinity), exp(710), exp(-746)]).toEqual([
      1,
      1,
      Infinity,
      0,
      Infinity,
      0,
    ]);
    expect([expm1(0), expm1(Infinity), expm1(-Infinity), expm1(710)]).toEqual([
      0,
      Infinity,
      -1,
      Infinity,
    ]);
    expect([log(1), log(0), log(-1), log(Infinity)]).toEqual([0, -Infinity, NaN, Infinity]);
    expect([log1p(0), log1p(-1), log1p(-2), log1p(Infinity)]).toEqual([
      0,
      -Infinity,
      NaN,
      Infinity,
    ]);
    for (const f of Object.values(FUNCTIONS)) expect(f(NaN)).toBeNaN();
  });

  it('exp and log undo each other', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(2 ** -52 * Math.max(1, Math.abs(x)));
      }),
    );
  });

  it('expm1 and log1p undo each other also next to zero', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.5, max: 0.5, noNaN: true }), (x) => {
        expect(Math.abs(log1p(expm1(x)) - x)).toBeLessThanOrEqual(2 ** -51 * Math.abs(x));
      }),
    );
  });
});
