import { normalCdf } from '#libs/domain/numerics/normal-cdf.js';
import { type EuropeanOption, intrinsicValue } from './european-option.js';
import { logMoneyness } from './log-moneyness.js';

/** Below this volatility over the life of the option there is none: only the intrinsic value. */
export const DEVIATION_MIN = 1e-8;

/**
 * The undiscounted value of whichever of put and call is out of the money, at least 0: what an
 * option is worth beyond its intrinsic value. Forward and strike above 0; `deviation` is the
 * volatility times the root of the years.
 */
export function blackTimeValue(forward: number, strike: number, deviation: number): number {
  if (deviation < DEVIATION_MIN) return 0;
  const d1 = logMoneyness(forward, strike) / deviation + 0.5 * deviation;
  const d2 = d1 - deviation;
  const leg =
    forward > strike
      ? strike * normalCdf(-d2) - forward * normalCdf(-d1)
      : forward * normalCdf(d1) - strike * normalCdf(d2);
  return Math.max(0, leg);
}

/**
 * Black-76 as the intrinsic value plus the out-of-the-money leg (margin-model.md a.3): never below
 * discounted intrinsic, and put-call parity to the last bit of the subtraction. Price points;
 * forward and strike above 0, volatility per root year, at least 0.
 */
export function blackValue(option: EuropeanOption, forward: number, volatility: number): number {
  const timeValue = blackTimeValue(forward, option.strike, volatility * option.rootYears);
  return option.discount * (intrinsicValue(option, forward) + timeValue);
}
