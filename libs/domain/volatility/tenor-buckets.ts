/** Days of the constant-maturity buckets whose at-the-money volatilities are risk factors. */
export const TENOR_DAYS = [7, 30, 90, 180, 365] as const;

/** A share of two neighbouring buckets, by index: `(1-share)*lower + share*upper`. */
export interface TenorPosition {
  readonly lower: number;
  readonly upper: number;
  readonly share: number;
}

/**
 * Where an expiry `years` away lies between the tenor buckets: linear in the root of time, the first
 * bucket before it and the last after it (margin-model.md a.4).
 */
export function tenorPosition(
  years: number,
  tenorDays: readonly number[] = TENOR_DAYS,
): TenorPosition {
  const days = years * 365;
  const last = tenorDays.length - 1;
  let upper = 0;
  let [before, after] = [0, 0];
  for (const tenor of tenorDays) {
    [before, after] = [after, tenor];
    if (tenor >= days) break;
    upper++;
  }
  if (upper === 0) return { lower: 0, upper: 0, share: 0 };
  if (upper > last) return { lower: last, upper: last, share: 0 };
  const [low, high] = [Math.sqrt(before), Math.sqrt(after)];
  return { lower: upper - 1, upper, share: (Math.sqrt(days) - low) / (high - low) };
}
