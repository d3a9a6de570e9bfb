import { dailyReturns, closeWithoutLogarithm } from '#libs/domain/margin-model/daily-returns.js';
import { element } from '#libs/domain/numerics/element.js';
import type { FactorRequest } from '#libs/domain/margin-model/build-scenario-set.js';
import { horizonReturns } from '#libs/domain/margin-model/horizon-returns.js';

/** A risk factor as stress tests see it: every return over its group's horizon that it ever had. */
export interface StressFactor {
  readonly request: FactorRequest;
  /** Of an implied volatility; else the factor is a price, or the rate of a currency. */
  readonly isVolatility: boolean;
  /** The date on which each return ends, ascending. */
  readonly dates: readonly string[];
  /** Raw returns over the liquidation horizon, in the factor's return kind. */
  readonly returns: Float64Array;
}

/**
 * A factor on the dates of its own closes: a stress test asks what happened to each, and a date need not
 * be one of all factors as those of the margin model are. A history with a close of which there is no
 * logarithm has no returns.
 * @param horizonDays of its liquidation group
 */
export function stressFactor(
  request: FactorRequest,
  horizonDays: number,
  isVolatility: boolean,
): StressFactor {
  const { history, returnKind, shift } = request;
  const closes = Float64Array.from(history.closes);
  if (closes.length <= horizonDays || closeWithoutLogarithm(closes, returnKind, shift) >= 0)
    return { request, isVolatility, dates: [], returns: new Float64Array(0) };
  const daily = dailyReturns(closes, returnKind, shift);
  return {
    request,
    isVolatility,
    dates: history.dates.slice(horizonDays),
    returns: horizonReturns(daily, horizonDays, 'overlapping'),
  };
}

/** The return of a factor that ended on a date; undefined where it has none. */
export function returnOn({ dates, returns }: StressFactor, date: string): number | undefined {
  let [low, high] = [0, dates.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((dates[middle] ?? date) < date) low = middle + 1;
    else high = middle;
  }
  return dates[low] === date ? returns[low] : undefined;
}

/** The size of the largest return that a factor ever had; 0 where it has none. */
export function largestReturn({ returns }: StressFactor): number {
  let largest = 0;
  for (let i = 0; i < returns.length; i++)
    largest = Math.max(largest, Math.abs(element(returns, i)));
  return largest;
}
