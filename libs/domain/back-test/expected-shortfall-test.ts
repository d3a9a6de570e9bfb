/** One day of a back-test: P&L (losses negative), whether it was a hit, and the ES it was held to. */
export interface ShortfallDay {
  readonly pnl: number;
  readonly hit: boolean;
  /** Above 0. */
  readonly expectedShortfall: number;
}

/** Critical values for a confidence of 97.5 % over 250 days (Acerbi and Szekely, 2014). */
export const Z2_CRITICAL_5_PERCENT = -0.7;
export const Z2_CRITICAL_1_IN_10000 = -1.8;

/**
 * Z2 = 1 + sum of X_t*I_t/(T*(1-alpha)*ES_t) (margin-model.md i): 0 on average where the expected
 * shortfall is right, negative where losses beyond it are too many or too large. At least one day;
 * `tail` is 1-alpha.
 */
export function shortfallStatistic(days: readonly ShortfallDay[], tail: number): number {
  const sum = days.reduce(
    (total, { pnl, hit, expectedShortfall }) => (hit ? total + pnl / expectedShortfall : total),
    0,
  );
  return 1 + sum / (days.length * tail);
}
