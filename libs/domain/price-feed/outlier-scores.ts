import { median } from './median.js';

/** With fewer values the deviation from the median is that of the nearest neighbour. */
export const OUTLIER_VALUES_MIN = 4;
/** Of a normal distribution, the 75 % quantile: it makes the MAD a standard deviation. */
const MAD_SCALE = 0.6745;
/** Relative to the median; a tight cluster would reject everybody else. */
const MAD_FLOOR = 1e-4;

/**
 * The modified z of each value, 0.6745*|x - median|/MAD, the MAD being at least one basis point of
 * the median (margin-model.md j.3). A value off a median of 0 without a MAD scores Infinity.
 */
export function outlierScores(values: readonly number[]): number[] {
  const middle = median(values);
  const distances = values.map((value) => Math.abs(value - middle));
  const deviation = Math.max(median(distances), MAD_FLOOR * Math.abs(middle));
  return distances.map((distance) => (distance === 0 ? 0 : (MAD_SCALE * distance) / deviation));
}
