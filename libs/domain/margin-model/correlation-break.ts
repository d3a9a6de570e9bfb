import {
  maximum,
  minimum,
  multiply,
  rationalFromDecimal,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { MarginModelSettings } from '#libs/domain/reference-data/model.js';
import { tailBuffer, valueAtRisk } from './expected-shortfall.js';
import { tailCount } from './tail-count.js';

/**
 * The spread of value at risk over rolling windows (margin-model.md b.8): the root mean square of by
 * how much the windows that need more than the whole exceed it; quanta, at least 0.
 * @param pnl the P&L of `scenarios` scenarios in date order, in quanta
 */
export function windowExceedance(
  pnl: Float64Array,
  scenarios: number,
  window: number,
  confidenceBp: number,
): number {
  if (window > scenarios) return 0;
  const [whole, tail] = [tailCount(scenarios, confidenceBp), tailCount(window, confidenceBp)];
  const buffer = tailBuffer([whole, tail]);
  const full = valueAtRisk(pnl, 0, whole, buffer);
  let [squares, count] = [0, 0];
  for (let from = 0; from + window <= scenarios; from++) {
    const excess = valueAtRisk(pnl, from, tail, buffer) - full;
    if (excess <= 0) continue;
    squares += excess * excess;
    count += 1;
  }
  return count === 0 ? 0 : Math.sqrt(squares / count);
}

/** CB (b.8): kappa times that spread, within shares of the market risk; minor units. */
export function correlationBreakCharge(
  exceedance: Rational,
  marketRisk: Rational,
  { kappa, low, high }: MarginModelSettings['correlationBreak'],
): Rational {
  const share = (text: string): Rational => multiply(rationalFromDecimal(text), marketRisk);
  const charge = multiply(rationalFromDecimal(kappa), maximum(ZERO, exceedance));
  return minimum(share(high), maximum(share(low), charge));
}
