import { ewmaVolatility, meanSquare } from './ewma-volatility.js';

/** Numbers of margin-model.md b.2; volatilities are per observation, in the unit of the returns. */
export interface FilterSettings {
  readonly burnIn: number;
  readonly decayFast: number;
  readonly decaySlow: number;
  readonly scalingCap: number;
  readonly dailyVolatilityFloor: number;
  /** Rung of the volatility-regime ladder (d.3), 1 in calm markets. */
  readonly regime: number;
}

export interface FactorVolatility {
  /** What block F is scaled to: the larger of fast and slow, floored, times the regime. */
  readonly current: number;
  readonly fast: number;
  readonly slow: number;
  readonly longRun: number;
  readonly regime: number;
}

export interface FilteredReturns {
  readonly volatility: FactorVolatility;
  /** Daily returns after the burn-in, scaled to current volatility. */
  readonly filtered: Float64Array;
  /** The same, scaled to long-run volatility (block T, b.5). */
  readonly longRun: Float64Array;
}

/**
 * Filters the returns of one factor (margin-model.md b.2): each is scaled by the target volatility
 * over the volatility known before it, at most `scalingCap` times.
 * @param window the last lookback + burn-in returns, the burn-in first
 * @param longRunReturns the returns that the long-run volatility is taken over
 */
export function filterReturns(
  window: Float64Array,
  longRunReturns: Float64Array,
  settings: FilterSettings,
): FilteredReturns {
  const { burnIn, scalingCap } = settings;
  const before = ewmaVolatility(window, burnIn, settings.decayFast);
  const fast = before[window.length]!;
  const slow = ewmaVolatility(window, burnIn, settings.decaySlow)[window.length]!;
  const current = Math.max(fast, slow, settings.dailyVolatilityFloor) * settings.regime;
  const longRun = Math.sqrt(meanSquare(longRunReturns));
  const scaledTo = (target: number): Float64Array => {
    const scaled = new Float64Array(window.length - burnIn);
    for (let t = burnIn; t < window.length; t++) {
      const known = before[t]!;
      const ratio = known > 0 ? Math.min(scalingCap, target / known) : scalingCap;
      scaled[t - burnIn] = window[t]! * ratio;
    }
    return scaled;
  };
  return {
    volatility: { current, fast, slow, longRun, regime: settings.regime },
    filtered: scaledTo(current),
    longRun: scaledTo(longRun),
  };
}
