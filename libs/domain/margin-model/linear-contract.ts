import { parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import {
  divide,
  multiply,
  rational,
  rationalFromDecimal,
  toDouble,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { FutureTerms, PerpetualTerms } from '#libs/domain/reference-data/model.js';

/** Instruments with delta one: their P&L is a constant times the move of the price. */
export type LinearTerms = FutureTerms | PerpetualTerms;

/** One instrument at one price, ready to be valued in scenarios. */
export interface LinearContract {
  readonly instrument: string;
  readonly underlying: string;
  /** Price in points, the nearest double to `priceTicks * tickSize`. */
  readonly price: number;
  /** Quanta of base currency per point and lot. */
  readonly quantaPerPoint: number;
  /** Exact value of the price of one lot in minor units of the base currency, with its sign. */
  readonly notionalMinor: Rational;
}

/**
 * @param priceTicks the mark in ticks
 * @param baseMinorPerMinor base-currency minor units for one minor unit of the instrument's currency
 * @param minorPerQuantum base-currency minor units in one quantum
 */
export function linearContract(
  terms: LinearTerms,
  priceTicks: number,
  baseMinorPerMinor: Rational,
  minorPerQuantum: Rational,
): LinearContract {
  const tickSize = parseDecimal(terms.tickSize);
  const tickValueMinor = multiply(rational(BigInt(terms.tickValueMinor)), baseMinorPerMinor);
  const perPointMinor = divide(tickValueMinor, rationalFromDecimal(terms.tickSize));
  const ticks = BigInt(priceTicks);
  return {
    instrument: terms.id,
    underlying: terms.underlying,
    price: toNumber({ units: ticks * tickSize.units, scale: tickSize.scale }),
    quantaPerPoint: toDouble(divide(perPointMinor, minorPerQuantum)),
    notionalMinor: multiply(rational(ticks), tickValueMinor),
  };
}
