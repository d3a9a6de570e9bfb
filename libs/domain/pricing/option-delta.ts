import { normalCdf } from '#libs/domain/numerics/normal-cdf.js';
import { normalDeviationMin } from './bachelier.js';
import { DEVIATION_MIN } from './black-76.js';
import type { EuropeanOption } from './european-option.js';
import { intrinsicGreeks } from './intrinsic-greeks.js';
import { logMoneyness } from './log-moneyness.js';

/** dV/dF alone, bit for bit that of `optionGreeks`. */
export function optionDelta(option: EuropeanOption, forward: number, volatility: number): number {
  const { sign, strike, rootYears, discount } = option;
  const black = forward > 0 && strike > 0;
  const deviation = (black ? volatility : volatility * option.normalScale) * rootYears;
  const none = black ? deviation < DEVIATION_MIN : deviation <= normalDeviationMin(forward, strike);
  if (none) return intrinsicGreeks(option, forward).delta;
  const d = black
    ? logMoneyness(forward, strike) / deviation + 0.5 * deviation
    : (forward - strike) / deviation;
  return discount * sign * normalCdf(sign * d);
}
