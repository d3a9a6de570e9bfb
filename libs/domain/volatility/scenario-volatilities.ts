import { element } from '#libs/domain/numerics/element.js';
import { log } from '#libs/domain/numerics/log.js';
import { type Smile, smileVolatility } from './smile.js';
import { SCENARIO_VOLATILITY_MAX, SCENARIO_VOLATILITY_MIN } from './volatility-limits.js';

/**
 * ln(strike/forward) of a scenario. Where the logarithm does not exist the side is kept: a forward
 * at or below 0 under a positive strike is the far wing above, a strike at or below 0 under a
 * positive forward the one below; with both, the smile is read at the money.
 */
export function scenarioLogMoneyness(strike: number, forward: number): number {
  if (forward > 0 && strike > 0) return log(strike / forward);
  if (strike > 0) return Infinity;
  return forward > 0 ? -Infinity : 0;
}

/**
 * Sticky moneyness (margin-model.md a.4): the volatility of a strike in a scenario is the smile at
 * the scenario's own log-moneyness, times e^v with v the log-return of the at-the-money volatility,
 * within 5 % and 500 %. `factor` is e^v.
 */
export function scenarioVolatility(
  smile: Smile,
  strike: number,
  forward: number,
  factor: number,
): number {
  const shocked = smileVolatility(smile, scenarioLogMoneyness(strike, forward)) * factor;
  return Math.min(SCENARIO_VOLATILITY_MAX, Math.max(SCENARIO_VOLATILITY_MIN, shocked));
}

/** The same for all scenarios: three vectors of one length, nothing allocated. */
export function scenarioVolatilities(
  smile: Smile,
  strike: number,
  forwards: Float64Array,
  factors: Float64Array,
  volatilities: Float64Array,
): void {
  for (let s = 0; s < volatilities.length; s++) {
    volatilities[s] = scenarioVolatility(smile, strike, element(forwards, s), element(factors, s));
  }
}
