import type { MarginedLosses } from './coverage-statistics.js';

/**
 * Loss over margin of every day, the worst first: what margins would have to be multiplied with for
 * the day to be covered. A day without margin counts as infinite where it lost anything, else as 0.
 */
export function lossRatios({ losses, margins }: MarginedLosses): number[] {
  return Array.from({ length: losses.length }, (_, t) => {
    const [loss, margin] = [losses[t] ?? 0, margins[t] ?? 0];
    if (margin > 0) return loss / margin;
    return loss > 0 ? Infinity : 0;
  }).sort((a, b) => b - a);
}

/**
 * The smallest factor by which all margins could have been multiplied with at most a share `tail` of
 * the days uncovered; 0 where nothing was lost. Models are comparable at one coverage only: what each
 * would have charged at its factor.
 * @param ratios as {@link lossRatios} has them, at least one
 */
export function factorForCoverage(ratios: readonly number[], tail: number): number {
  const uncovered = Math.floor(ratios.length * tail + ROUNDING);
  return Math.max(0, ratios[Math.min(uncovered, ratios.length - 1)] ?? 0);
}

/** 1000 days at 1 % are 10 and not 9.999999. */
const ROUNDING = 1e-9;
