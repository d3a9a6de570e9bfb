/** Largest margin of the series over its smallest (margin-model.md d.5); all above 0, at least one. */
export function peakToTrough(margins: readonly number[]): number {
  return extreme(margins, Math.max) / extreme(margins, Math.min);
}

/**
 * The largest ratio of a margin to that of `days` before: what a member must have found in that time.
 * 1 where the series is too short for one.
 */
export function largestIncrease(margins: readonly number[], days: number): number {
  let largest: number | undefined;
  margins.forEach((before, day) => {
    const after = margins[day + days];
    if (after !== undefined) largest = Math.max(largest ?? 0, after / before);
  });
  return largest ?? 1;
}

/** A loop and not a spread: a history is longer than an argument list may be. */
function extreme(values: readonly number[], choose: (a: number, b: number) => number): number {
  return values.reduce((found, value) => choose(found, value));
}
