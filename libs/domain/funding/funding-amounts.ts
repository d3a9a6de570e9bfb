import { parseDecimal } from '#libs/domain/kernel/decimal.js';
import { roundToSameSum } from '#libs/domain/kernel/rounding.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { RATE_DIGITS } from './funding-limits.js';

/** The position of an account at the end of an interval. */
export interface FundedPosition {
  readonly account: string;
  /** Signed; over all accounts they add up to zero. */
  readonly lots: number;
}

/**
 * What each account receives for an interval: `-n * m * index * f`, the multiplier m being the value
 * of one point of one lot, rounded so that nothing is lost between the accounts (margin-model.md a.2,
 * f.2).
 * @param index price points
 * @param rate f in units of 10^-12
 * @returns minor units of the instrument's currency by account, positive when the account receives
 */
export function fundingAmounts(
  { tickValueMinor, tick }: InstrumentEntry,
  index: string,
  rate: bigint,
  positions: readonly FundedPosition[],
): Map<string, bigint> {
  const points = parseDecimal(index);
  // One lot: tick value / tick size, times the index, times the rate.
  const numerator = BigInt(tickValueMinor) * 10n ** BigInt(tick.scale) * points.units * rate;
  const denominator = tick.units * 10n ** BigInt(points.scale + RATE_DIGITS);
  const parts = positions.map(({ account, lots }) => ({
    id: account,
    numerator: -BigInt(lots) * numerator,
  }));
  return roundToSameSum(parts, denominator);
}
