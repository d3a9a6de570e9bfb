import { parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import {
  divide,
  multiply,
  rational,
  rationalFromDecimal,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { Instrument } from '#libs/domain/reference-data/model.js';

/** What one price point of one lot is worth. */
export interface LotValue {
  /** Minor units of the base currency per point, exact. */
  readonly perPointMinor: Rational;
  /** The same in quanta, the nearest double; infinite where it is beyond binary64. */
  readonly quantaPerPoint: number;
}

/**
 * @param baseMinorPerMinor base-currency minor units for one minor unit of the instrument's currency
 * @param minorPerQuantum base-currency minor units in one quantum
 */
export function lotValue(
  terms: Instrument,
  baseMinorPerMinor: Rational,
  minorPerQuantum: Rational,
): LotValue {
  const tickValueMinor = multiply(rational(BigInt(terms.tickValueMinor)), baseMinorPerMinor);
  const perPointMinor = divide(tickValueMinor, rationalFromDecimal(terms.tickSize));
  return {
    perPointMinor,
    quantaPerPoint: doubleOrInfinite(divide(perPointMinor, minorPerQuantum)),
  };
}

/** A positive fraction; an absurd exchange rate may put it beyond binary64, and must not throw. */
export function doubleOrInfinite({ numerator, denominator }: Rational): number {
  const [above, below] = [Number(numerator), Number(denominator)];
  return Number.isFinite(above) && Number.isFinite(below) ? above / below : Infinity;
}

/** A price in points: exact, and the nearest double. */
export interface PointPrice {
  readonly exact: Rational;
  readonly points: number;
}

/** The price of so many ticks of an instrument. */
export function priceOfTicks(terms: Instrument, ticks: number): PointPrice {
  const tick = parseDecimal(terms.tickSize);
  return {
    exact: multiply(rational(BigInt(ticks)), rationalFromDecimal(terms.tickSize)),
    points: toNumber({ units: BigInt(ticks) * tick.units, scale: tick.scale }),
  };
}
