import { exp } from '#libs/domain/numerics/exp.js';
import { normalDensity } from '#libs/domain/numerics/normal-density.js';
import { DEVIATION_MIN } from './black-76.js';
import type { EuropeanOption } from './european-option.js';
import { logMoneyness } from './log-moneyness.js';

/**
 * The largest gamma of Black-76 for forwards from `low` to `high` (both above 0), in closed form:
 * gamma rises up to F = K*e^(-1.5*s^2) and falls from there (margin-model.md e.3). Infinite where
 * there is no volatility or no time left and the strike lies inside, because delta jumps there, and
 * where Black does not apply.
 */
export function gammaBound(
  option: EuropeanOption,
  low: number,
  high: number,
  volatility: number,
): number {
  const { strike, rootYears, discount } = option;
  if (!(low > 0 && strike > 0)) return Infinity;
  const deviation = volatility * rootYears;
  if (deviation < DEVIATION_MIN) return low <= strike && strike <= high ? Infinity : 0;
  const peak = strike * exp(-1.5 * deviation * deviation);
  const forward = Math.min(high, Math.max(low, peak));
  const d1 = logMoneyness(forward, strike) / deviation + 0.5 * deviation;
  return (discount * normalDensity(d1)) / (forward * deviation);
}
