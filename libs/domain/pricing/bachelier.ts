import { normalCdf } from '#libs/domain/numerics/normal-cdf.js';
import { normalDensity } from '#libs/domain/numerics/normal-density.js';
import { DEVIATION_MIN } from './black-76.js';
import { type EuropeanOption, intrinsicValue } from './european-option.js';

/** Below it, in price points over the life of the option, there is only the intrinsic value. */
export function normalDeviationMin(forward: number, strike: number): number {
  return DEVIATION_MIN * Math.max(Math.abs(forward), Math.abs(strike));
}

/**
 * Bachelier's value (margin-model.md a.3), for forwards and strikes of either sign, in the same form
 * as Black's: intrinsic plus what the out-of-the-money side is worth. Price points;
 * `normalVolatility` in price points per root year, at least 0.
 */
export function bachelierValue(
  option: EuropeanOption,
  forward: number,
  normalVolatility: number,
): number {
  const deviation = normalVolatility * option.rootYears;
  const intrinsic = intrinsicValue(option, forward);
  if (deviation <= normalDeviationMin(forward, option.strike)) return option.discount * intrinsic;
  const distance = Math.abs(forward - option.strike) / deviation;
  const timeValue = deviation * (normalDensity(distance) - distance * normalCdf(-distance));
  return option.discount * (intrinsic + Math.max(0, timeValue));
}
