/** The middle value, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 1 ? upper : upper - 1], sorted[upper]];
  return low === undefined || high === undefined ? NaN : low + 0.5 * (high - low);
}
