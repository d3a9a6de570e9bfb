import type { HorizonMethod } from '#libs/domain/reference-data/model.js';

/** Sums of `days` consecutive returns, the latest first in each sum; `days - 1` fewer of them. */
export function overlappingSums(daily: Float64Array, days: number): Float64Array {
  const sums = new Float64Array(Math.max(0, daily.length - days + 1));
  for (let i = 0; i < sums.length; i++) {
    let sum = 0;
    for (let back = 0; back < days; back++) sum += daily[i + days - 1 - back]!;
    sums[i] = sum;
  }
  return sums;
}

/**
 * Returns over the liquidation horizon out of filtered daily returns (margin-model.md b.3):
 * overlapping sums, or each daily return times the square root of the horizon.
 */
export function horizonReturns(
  daily: Float64Array,
  days: number,
  method: HorizonMethod,
): Float64Array {
  if (method === 'overlapping') return overlappingSums(daily, days);
  const root = Math.sqrt(days);
  return daily.map((r) => root * r);
}
