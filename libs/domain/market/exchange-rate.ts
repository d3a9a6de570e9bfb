import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AcceptedPrice } from './market-state.js';
import {
  divide,
  rational,
  rationalFromDecimal,
  type Rational,
} from '#libs/domain/numerics/rational.js';

const ONE = rational(1n);

/**
 * Units of `to` for one unit of `from`, from the accepted price of their pair (`EURUSD` is USD for one
 * EUR) or of the pair turned round; undefined without either. Exact.
 */
export function exchangeRate(house: HouseState, from: string, to: string): Rational | undefined {
  if (from === to) return ONE;
  const direct = house.market.prices.get(`${from}${to}`);
  if (direct) return positive(rationalFromDecimal(direct.price));
  const inverse = house.market.prices.get(`${to}${from}`);
  const rate = inverse && positive(rationalFromDecimal(inverse.price));
  return rate && divide(ONE, rate);
}

/** The accepted price of the pair that {@link exchangeRate} goes by; undefined without one. */
export const acceptedPairPrice = (
  { market: { prices } }: HouseState,
  from: string,
  to: string,
): AcceptedPrice | undefined => prices.get(`${from}${to}`) ?? prices.get(`${to}${from}`);

const positive = (rate: Rational): Rational | undefined => (rate.numerator > 0n ? rate : undefined);
