import { element } from '#libs/domain/numerics/element.js';
import { type Smile, smileVariance } from './smile.js';

/** One expiry of a surface. */
export interface SurfaceSlice {
  /** ACT/365F to the expiry, above 0. */
  readonly years: number;
  readonly smile: Smile;
}

/** Slices by ascending `years`, each length once; at least one. */
export type VolatilitySurface = readonly [SurfaceSlice, ...SurfaceSlice[]];

/**
 * The smile of an expiry `years` away: linear in total variance (volatility squared times years) at
 * constant log-moneyness between the slices around it, flat in volatility before the first and after
 * the last (margin-model.md a.4). Exact, not a sample: both slices are linear in variance between
 * the nodes of either, so their mixture is linear between the nodes of both.
 */
export function surfaceSmile(surface: VolatilitySurface, years: number): Smile {
  let before = surface[0];
  if (years <= before.years) return before.smile;
  for (const slice of surface) {
    if (slice.years === years) return slice.smile;
    if (slice.years > years) return mixture(before, slice, years);
    before = slice;
  }
  return before.smile;
}

function mixture(near: SurfaceSlice, far: SurfaceSlice, years: number): Smile {
  const share = (years - near.years) / (far.years - near.years);
  // Total variances weigh (1-share)*near.years and share*far.years, which add up to years.
  const [nearWeight, farWeight] = [((1 - share) * near.years) / years, (share * far.years) / years];
  const nodes = new Set([...near.smile.logMoneyness, ...far.smile.logMoneyness]);
  const logMoneyness = Float64Array.from(nodes).sort();
  return {
    logMoneyness,
    variance: logMoneyness.map(
      (k) => nearWeight * smileVariance(near.smile, k) + farWeight * smileVariance(far.smile, k),
    ),
  };
}

/** The volatility per root year at log-moneyness `k` of an expiry `years` away. */
export function surfaceVolatility(surface: VolatilitySurface, k: number, years: number): number {
  return Math.sqrt(smileVariance(surfaceSmile(surface, years), k));
}

/** Log-moneyness of the nodes that two smiles have in common. */
export function commonNodes(a: Smile, b: Smile): number[] {
  const common: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.logMoneyness.length && j < b.logMoneyness.length) {
    const [left, right] = [element(a.logMoneyness, i), element(b.logMoneyness, j)];
    if (left === right) common.push(left);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return common;
}
