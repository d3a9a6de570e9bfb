import { parseDecimal } from '#libs/domain/kernel/decimal.js';
import { ceilDiv, floorDiv } from '#libs/domain/kernel/rounding.js';

/**
 * An exact fraction. The denominator is positive; the fraction need not be in lowest terms, because
 * sums of one requirement share their denominators and a common divisor would cost more to find.
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };

/** `numerator / denominator`, the denominator positive. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator <= 0n) throw new RangeError('the denominator of a fraction is positive');
  return { numerator, denominator };
}

/** The exact value of a decimal string, such as 1/4 for "0.25". @throws RangeError if it is none */
export function rationalFromDecimal(text: string): Rational {
  const { units, scale } = parseDecimal(text);
  return { numerator: units, denominator: 10n ** BigInt(scale) };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) {
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  }
  if (a.numerator === 0n) return b;
  if (b.numerator === 0n) return a;
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export function negate(a: Rational): Rational {
  return { numerator: -a.numerator, denominator: a.denominator };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return {
    numerator: a.numerator * b.numerator,
    denominator: a.denominator * b.denominator,
  };
}

/** `a / b`. @throws RangeError when b is zero */
export function divide(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) throw new RangeError('division by zero');
  const sign = b.numerator < 0n ? -1n : 1n;
  return {
    numerator: a.numerator * b.denominator * sign,
    denominator: a.denominator * b.numerator * sign,
  };
}

export function absolute(a: Rational): Rational {
  return a.numerator < 0n ? negate(a) : a;
}

/** -1, 0 or 1 as `a` is below, equal to or above `b`. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const same = a.denominator === b.denominator;
  const left = same ? a.numerator : a.numerator * b.denominator;
  const right = same ? b.numerator : b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function maximum(a: Rational, b: Rational): Rational {
  return compare(a, b) < 0 ? b : a;
}

export function minimum(a: Rational, b: Rational): Rational {
  return compare(a, b) > 0 ? b : a;
}

export function sum(terms: readonly Rational[]): Rational {
  return terms.reduce(add, ZERO);
}

/** The same fraction in lowest terms: sums of such fractions stay small. */
export function inLowestTerms({ numerator, denominator }: Rational): Rational {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return a <= 1n
    ? { numerator, denominator }
    : { numerator: numerator / a, denominator: denominator / a };
}

/** The smallest integer not below the fraction: how a requirement is rounded. */
export function roundUp(a: Rational): bigint {
  return ceilDiv(a.numerator, a.denominator);
}

/** The nearest integer, halves to the even one: how a component of a requirement is rounded. */
export function roundToEven(a: Rational): bigint {
  if (a.numerator === 0n) return 0n;
  const below = floorDiv(a.numerator, a.denominator);
  const twice = 2n * (a.numerator - below * a.denominator);
  if (twice === a.denominator) return below % 2n === 0n ? below : below + 1n;
  return twice > a.denominator ? below + 1n : below;
}

/**
 * The value in binary64; for factors of analytics, never for an amount. The nearest double where
 * numerator and denominator are below 2^53, else within two units in the last place.
 * @throws RangeError when a part is beyond binary64
 */
export function toDouble(a: Rational): number {
  const [numerator, denominator] = [Number(a.numerator), Number(a.denominator)];
  if (Number.isFinite(numerator) && Number.isFinite(denominator)) return numerator / denominator;
  throw new RangeError('a fraction is beyond binary64');
}
