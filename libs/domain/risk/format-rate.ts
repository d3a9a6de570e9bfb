import { formatDecimal } from '#libs/domain/kernel/decimal.js';
import type { Rational } from '#libs/domain/numerics/rational.js';

const DECIMALS = 12;

/** A rate as a decimal of at most {@link DECIMALS} decimals, rounded down. */
export function formatRate({ numerator, denominator }: Rational): string {
  const units = (numerator * 10n ** BigInt(DECIMALS)) / denominator;
  return formatDecimal({ units, scale: DECIMALS });
}
