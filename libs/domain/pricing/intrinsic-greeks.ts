import { type EuropeanOption, intrinsicValue } from './european-option.js';
import type { OptionGreeks } from './greeks.js';

/**
 * An option without volatility or without time: discounted intrinsic value, a delta of one in the
 * money, none out of it and half at the strike itself (margin-model.md a.3, "Edge cases").
 */
export function intrinsicGreeks(option: EuropeanOption, forward: number): OptionGreeks {
  const { sign, strike, discount, rate } = option;
  const value = discount * intrinsicValue(option, forward);
  const side = sign * (forward - strike);
  const share = side > 0 ? 1 : side === 0 ? 0.5 : 0;
  const delta = share === 0 ? 0 : discount * sign * share;
  return { value, delta, gamma: 0, vega: 0, theta: rate * value, vanna: 0, volga: 0, speed: 0 };
}
