import { formatUnits } from '#libs/domain/kernel/decimal.js';
import {
  add,
  maximum,
  minimum,
  multiply,
  negate,
  rational,
  rationalFromDecimal,
  roundToEven,
  subtract,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { FundingTerms } from '#libs/domain/reference-data/model.js';
import { RATE_DIGITS } from './funding-limits.js';

const UNIT = 10n ** BigInt(RATE_DIGITS);

/**
 * The rate of an interval: `clamp(P + clamp(I - P, -c, c), -C, C)` with the interest rate I, the damper
 * c and the cap C of the perpetual (margin-model.md a.2). Long positions pay where it is positive.
 * @param premium P in units of 10^-12
 * @returns units of 10^-12, half-even where the terms have more decimals
 */
export function fundingRate(terms: FundingTerms, premium: bigint): bigint {
  const average = rational(premium, UNIT);
  const towardsInterest = subtract(rationalFromDecimal(terms.interestRate), average);
  const damped = add(average, clamp(towardsInterest, rationalFromDecimal(terms.damper)));
  const rate = clamp(damped, rationalFromDecimal(terms.cap));
  return roundToEven(multiply(rate, rational(UNIT)));
}

const clamp = (value: Rational, bound: Rational): Rational =>
  minimum(maximum(value, negate(bound)), bound);

/** Writes a premium or a rate with all its decimals, such as "0.000300000000". */
export const rateText = (units: bigint): string => formatUnits(units, RATE_DIGITS);
