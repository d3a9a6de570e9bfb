import { ceilDiv, roundUpTo } from '#libs/domain/kernel/rounding.js';
import type { Rational } from '#libs/domain/numerics/rational.js';

/** Terms of the size of a default fund; amounts in minor units of the base currency. */
export interface FundSizeTerms {
  /** What Cover-2 is multiplied with, above 0. */
  readonly multiplier: Rational;
  readonly minimumMinor: bigint;
  /** Steps that the size is rounded up to, above 0. */
  readonly roundingMinor: bigint;
}

/**
 * The size of the default fund: roundup(max(minimum, multiplier * Cover-2)), and never below what
 * Article 42(3) of EMIR asks for (margin-model.md h.5). Minor units of the base currency.
 */
export function fundSize(cover2Minor: bigint, emir42Minor: bigint, terms: FundSizeTerms): bigint {
  const { multiplier, minimumMinor, roundingMinor } = terms;
  const scaled = ceilDiv(cover2Minor * multiplier.numerator, multiplier.denominator);
  const needed = [minimumMinor, scaled, emir42Minor].reduce((a, b) => (a > b ? a : b));
  return roundUpTo(needed, roundingMinor);
}
