import type { EuropeanOption } from './european-option.js';
import { bachelierGreeks } from './bachelier-greeks.js';
import { blackGreeks } from './black-greeks.js';
import type { OptionGreeks } from './greeks.js';

/**
 * Black-76 where forward and strike are above 0, else Bachelier with the volatility times the
 * option's normal scale (margin-model.md a.3); vega, vanna and volga are by the volatility given.
 */
export function optionGreeks(
  option: EuropeanOption,
  forward: number,
  volatility: number,
): OptionGreeks {
  if (forward > 0 && option.strike > 0) return blackGreeks(option, forward, volatility);
  const scale = option.normalScale;
  const normal = bachelierGreeks(option, forward, volatility * scale);
  return {
    ...normal,
    vega: normal.vega * scale,
    vanna: normal.vanna * scale,
    volga: normal.volga * scale * scale,
  };
}
