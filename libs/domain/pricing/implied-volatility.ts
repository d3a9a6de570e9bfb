import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { normalDensity } from '#libs/domain/numerics/normal-density.js';
import { blackTimeValue } from './black-76.js';
import { type EuropeanOption, intrinsicValue } from './european-option.js';
import { logMoneyness } from './log-moneyness.js';

/** Why a price implies no volatility; the surface is used then. */
export type ImpliedVolatilityFailure =
  /** Expired, or forward or strike at or below 0. */
  | 'NOT_BLACK'
  /** At or below discounted intrinsic. */
  | 'AT_OR_BELOW_INTRINSIC'
  /** At or above what no volatility reaches: the discounted forward of a call, strike of a put. */
  | 'AT_OR_ABOVE_BOUND'
  /** The volatility would lie outside 0.01 % to 1000 %. */
  | 'OUT_OF_BRACKET';

const VOLATILITY_MIN = 1e-4;
const VOLATILITY_MAX = 10;
const START_MIN = 0.2;
const START_MAX = 2;
const STEP_MIN = 1e-14;
const STEPS_MAX = 100;

/**
 * The volatility at which Black-76 gives `price` (price points, discounted as the option is), by
 * Newton's method inside a shrinking bracket with bisection where a step would leave it
 * (margin-model.md a.3). It solves for the out-of-the-money leg, which keeps its digits where the
 * option is deep in the money.
 */
export function impliedVolatility(
  option: EuropeanOption,
  forward: number,
  price: number,
): Result<number, ImpliedVolatilityFailure> {
  const { strike, years, rootYears, discount, sign } = option;
  if (!(forward > 0 && strike > 0 && years > 0)) return failed('NOT_BLACK');
  const target = price / discount - intrinsicValue(option, forward);
  if (!(target > 0)) return failed('AT_OR_BELOW_INTRINSIC');
  if (price >= discount * (sign > 0 ? forward : strike)) return failed('AT_OR_ABOVE_BOUND');
  const excess = (volatility: number): number =>
    blackTimeValue(forward, strike, volatility * rootYears) - target;
  if (excess(VOLATILITY_MIN) > 0 || excess(VOLATILITY_MAX) < 0) return failed('OUT_OF_BRACKET');
  const x = logMoneyness(forward, strike);
  const vega = (volatility: number): number =>
    forward *
    rootYears *
    normalDensity(x / (volatility * rootYears) + 0.5 * volatility * rootYears);
  const start = Math.sqrt((2 * Math.abs(x)) / years);
  return ok(solve(excess, vega, Math.min(START_MAX, Math.max(START_MIN, start))));
}

/** The zero of a rising function with its derivative between the bounds, which enclose it. */
function solve(
  excess: (volatility: number) => number,
  slope: (volatility: number) => number,
  start: number,
): number {
  let [low, high, volatility] = [VOLATILITY_MIN, VOLATILITY_MAX, start];
  for (let count = 0; count < STEPS_MAX; count++) {
    const above = excess(volatility);
    if (above === 0) return volatility;
    if (above > 0) high = volatility;
    else low = volatility;
    const newton = volatility - above / slope(volatility);
    // A slope of zero gives an infinite step, which is outside too.
    const next = newton > low && newton < high ? newton : low + 0.5 * (high - low);
    const step = Math.abs(next - volatility);
    volatility = next;
    if (step < STEP_MIN) break;
  }
  return volatility;
}
