import { normalCdf } from '#libs/domain/numerics/normal-cdf.js';
import { normalDensity } from '#libs/domain/numerics/normal-density.js';
import { blackValue, DEVIATION_MIN } from './black-76.js';
import type { EuropeanOption } from './european-option.js';
import { intrinsicGreeks } from './intrinsic-greeks.js';
import { logMoneyness } from './log-moneyness.js';
import type { OptionGreeks } from './greeks.js';

/** The greeks of Black-76 (margin-model.md a.3); forward and strike above 0. */
export function blackGreeks(
  option: EuropeanOption,
  forward: number,
  volatility: number,
): OptionGreeks {
  const { sign, strike, rootYears, rate, discount } = option;
  const deviation = volatility * rootYears;
  if (deviation < DEVIATION_MIN) return intrinsicGreeks(option, forward);
  const d1 = logMoneyness(forward, strike) / deviation + 0.5 * deviation;
  const d2 = d1 - deviation;
  const value = blackValue(option, forward, volatility);
  const density = discount * normalDensity(d1);
  const gamma = density / (forward * deviation);
  const vega = density * forward * rootYears;
  return {
    value,
    delta: discount * sign * normalCdf(sign * d1),
    gamma,
    vega,
    theta: rate * value - (density * forward * volatility) / (2 * rootYears),
    vanna: (-density * d2) / volatility,
    volga: (vega * d1 * d2) / volatility,
    speed: (-gamma / forward) * (d1 / deviation + 1),
  };
}
