import { expectedShortfall, tailBuffer } from '#libs/domain/margin-model/expected-shortfall.js';
import { tailCount } from '#libs/domain/margin-model/tail-count.js';
import { toDouble } from '#libs/domain/numerics/rational.js';

/** Losses are shares of the value, in these steps: finer than any haircut is written. */
const QUANTUM = 1e-12;

/**
 * Expected shortfall of `1 - exp(R_d)`, the share of its value that an asset loses within `days` closes
 * (margin-model.md g.2): overlapping windows, equal weights. `exp(R_d)` is the ratio of two closes.
 * @param closes oldest first, positive
 * @returns a share, negative where the whole tail gains; undefined without a single window
 */
export function shortfallOfCloses(
  closes: readonly number[],
  days: number,
  confidenceBp: number,
): number | undefined {
  const windows = closes.length - days;
  if (windows < 1) return undefined;
  const gains = Float64Array.from({ length: windows }, (_, i) =>
    Math.round(((closes[i + days] ?? Number.NaN) / (closes[i] ?? Number.NaN) - 1) / QUANTUM),
  );
  const tail = tailCount(windows, confidenceBp);
  return toDouble(expectedShortfall(gains, 0, tail, tailBuffer([tail]))) * QUANTUM;
}

/** `clamp(shortfall + liquidity, minimum, 1)`, the shortfall being the worst of several periods. */
export function haircutOf(
  shortfalls: readonly number[],
  liquidity: number,
  minimum: number,
): number {
  return Math.min(1, Math.max(minimum, Math.max(...shortfalls) + liquidity));
}
