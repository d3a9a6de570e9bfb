/** margin-model.md d.3: what the scenario volatility of a factor is multiplied with in a storm. */
export interface RegimeLadder {
  /** Multipliers from the lowest up, such as 1, 1.25, 1.5, 2; at least one. */
  readonly rungs: readonly number[];
  /** The dead band on both sides of a rung, such as 0.10. */
  readonly band: number;
  /** Whole days that a rung is kept before the next lower one may be taken. */
  readonly holdDays: number;
}

/** The rung in force; days are a running count in whatever calendar the holding period is meant. */
export interface Regime {
  readonly multiplier: number;
  /** The day on which it was entered. */
  readonly sinceDay: number;
}

/**
 * The rung after seeing `ratio`, today's volatility over that of the scenarios: at once up to the
 * lowest rung with (1+band)*rung >= ratio, the top one capping; down one rung at a time, where
 * ratio <= (1-band)*(the lower rung) and the rung has been held for `holdDays` whole days. The day of
 * entry and today are not whole days: so has worked example (d) it. Returns `regime` itself where
 * nothing changes, which makes seeing the same ratio again harmless.
 */
export function nextRegime(
  ladder: RegimeLadder,
  regime: Regime,
  ratio: number,
  day: number,
): Regime {
  const { rungs, band, holdDays } = ladder;
  const needed = position(rungs, (rung) => (1 + band) * rung >= ratio);
  // A rung that the ladder no longer has counts as the next higher one.
  const current = position(rungs, (rung) => rung >= regime.multiplier);
  if (needed > current) return enter(rungs[needed], regime, day);
  const lower = rungs[current - 1];
  const heldDays = day - regime.sinceDay - 1;
  if (lower !== undefined && heldDays >= holdDays && ratio <= (1 - band) * lower) {
    return enter(lower, regime, day);
  }
  return enter(rungs[current], regime, day);
}

function enter(multiplier: number | undefined, regime: Regime, day: number): Regime {
  if (multiplier === undefined || multiplier === regime.multiplier) return regime;
  return { multiplier, sinceDay: day };
}

/** The index of the first rung that meets the condition, else of the last one. */
function position(rungs: readonly number[], meets: (rung: number) => boolean): number {
  const found = rungs.findIndex(meets);
  return found < 0 ? rungs.length - 1 : found;
}

/** What the ratio of a ladder is made of; what is unknown is left out. */
export interface RegimeInputs {
  /** Daily volatility of today's 5-minute returns, and of the scenarios. */
  readonly intraday?: { readonly now: number; readonly scenarios: number };
  /** At-the-money 30-day volatility now, and at the last scenario build. */
  readonly implied?: { readonly now: number; readonly reference: number };
}

/** max(sigma_intraday/sigma_cur, IV_now/IV_ref); 0 where neither is known. */
export function regimeRatio({ intraday, implied }: RegimeInputs): number {
  const ratio = (now: number, then: number): number => (then > 0 ? now / then : 0);
  return Math.max(
    intraday ? ratio(intraday.now, intraday.scenarios) : 0,
    implied ? ratio(implied.now, implied.reference) : 0,
  );
}

/** The exponentially weighted variance after one more return, per period of that return. */
export function nextIntradayVariance(
  variance: number,
  periodReturn: number,
  decay: number,
): number {
  return decay * variance + (1 - decay) * (periodReturn * periodReturn);
}

/** A variance per period as a volatility per day of `periodsPerDay` (288 of 5 minutes in 24 hours). */
export function intradayVolatility(variance: number, periodsPerDay: number): number {
  return Math.sqrt(variance * periodsPerDay);
}
