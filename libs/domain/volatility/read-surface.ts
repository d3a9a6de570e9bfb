import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { smileVariance } from './smile.js';
import { SURFACE_SLICES_MAX } from './volatility-limits.js';
import { commonNodes, type SurfaceSlice, type VolatilitySurface } from './volatility-surface.js';

/** Why slices make no surface; the one that came last is then quarantined (margin-model.md j.8). */
export type SurfaceFailure =
  | { readonly code: 'NO_SLICES' }
  | { readonly code: 'TOO_MANY_SLICES'; readonly slices: number; readonly max: number }
  /** Expired, or not a number. */
  | { readonly code: 'SLICE_WITHOUT_TIME'; readonly years: number }
  | { readonly code: 'SAME_EXPIRY_TWICE'; readonly years: number }
  /** Total variance falls from one expiry to a later one at this node: a calendar arbitrage. */
  | {
      readonly code: 'CALENDAR_ARBITRAGE';
      readonly logMoneyness: number;
      readonly earlierYears: number;
      readonly laterYears: number;
      readonly earlierTotalVariance: number;
      readonly laterTotalVariance: number;
    };

/**
 * Puts accepted smiles together: total variance must not fall with time at any log-moneyness that is
 * a node of two slices (margin-model.md a.4). Slices may come in any order.
 */
export function readSurface(
  given: readonly SurfaceSlice[],
): Result<VolatilitySurface, SurfaceFailure> {
  if (given.length > SURFACE_SLICES_MAX) {
    return failed({ code: 'TOO_MANY_SLICES', slices: given.length, max: SURFACE_SLICES_MAX });
  }
  const timeless = given.find(({ years }) => !(years > 0 && years < Infinity));
  if (timeless) return failed({ code: 'SLICE_WITHOUT_TIME', years: timeless.years });
  const [first, ...later] = [...given].sort((a, b) => a.years - b.years);
  if (first === undefined) return failed({ code: 'NO_SLICES' });
  const slices: [SurfaceSlice, ...SurfaceSlice[]] = [first];
  for (const slice of later) {
    if (slices.at(-1)?.years === slice.years) {
      return failed({ code: 'SAME_EXPIRY_TWICE', years: slice.years });
    }
    for (const earlier of slices) {
      const arbitrage = calendarArbitrage(earlier, slice);
      if (arbitrage) return failed(arbitrage);
    }
    slices.push(slice);
  }
  return ok(slices);
}

function calendarArbitrage(earlier: SurfaceSlice, later: SurfaceSlice): SurfaceFailure | undefined {
  for (const logMoneyness of commonNodes(earlier.smile, later.smile)) {
    const earlierTotalVariance = smileVariance(earlier.smile, logMoneyness) * earlier.years;
    const laterTotalVariance = smileVariance(later.smile, logMoneyness) * later.years;
    if (laterTotalVariance < earlierTotalVariance) {
      return {
        code: 'CALENDAR_ARBITRAGE',
        logMoneyness,
        earlierYears: earlier.years,
        laterYears: later.years,
        earlierTotalVariance,
        laterTotalVariance,
      };
    }
  }
  return undefined;
}
