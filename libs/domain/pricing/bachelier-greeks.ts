import { normalCdf } from '#libs/domain/numerics/normal-cdf.js';
import { normalDensity } from '#libs/domain/numerics/normal-density.js';
import { bachelierValue, normalDeviationMin } from './bachelier.js';
import type { EuropeanOption } from './european-option.js';
import { intrinsicGreeks } from './intrinsic-greeks.js';
import type { OptionGreeks } from './greeks.js';

/** The greeks of Bachelier's formula; vega, vanna and volga by the normal volatility (points). */
export function bachelierGreeks(
  option: EuropeanOption,
  forward: number,
  normalVolatility: number,
): OptionGreeks {
  const { sign, strike, rootYears, rate, discount } = option;
  const deviation = normalVolatility * rootYears;
  if (deviation <= normalDeviationMin(forward, strike)) return intrinsicGreeks(option, forward);
  const d = (forward - strike) / deviation;
  const value = bachelierValue(option, forward, normalVolatility);
  const density = discount * normalDensity(d);
  const gamma = density / deviation;
  const vega = density * rootYears;
  return {
    value,
    delta: discount * sign * normalCdf(sign * d),
    gamma,
    vega,
    theta: rate * value - (density * normalVolatility) / (2 * rootYears),
    vanna: (-density * d) / normalVolatility,
    volga: (vega * d * d) / normalVolatility,
    speed: (-gamma * d) / deviation,
  };
}
