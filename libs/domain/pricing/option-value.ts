import { bachelierValue } from './bachelier.js';
import { blackValue } from './black-76.js';
import type { EuropeanOption } from './european-option.js';

/**
 * The model value in price points: Black-76 where forward and strike are above 0, else Bachelier
 * with the volatility times the option's normal scale (margin-model.md a.3). Per root year,
 * `volatility` is at least 0; NaN in, NaN out.
 */
export function optionValue(option: EuropeanOption, forward: number, volatility: number): number {
  if (forward > 0 && option.strike > 0) return blackValue(option, forward, volatility);
  return bachelierValue(option, forward, volatility * option.normalScale);
}
