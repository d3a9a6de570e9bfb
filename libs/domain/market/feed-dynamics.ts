import type { PriceDynamics } from '#libs/domain/price-feed/time-band.js';
import type { Underlying } from '#libs/domain/reference-data/model.js';

/** A scan range covers a move of so many daily deviations: what it says where there is no history. */
const DEVIATIONS_IN_SCAN_RANGE = 6;

/**
 * How the prices of an underlying move, for the time band of margin-model.md j.6. Where it is not
 * margined from history its daily volatility is a sixth of the scan range (of the price, where
 * returns are absolute); without one either, 0, so that the floor of the band binds.
 * @param scenarioVolatility of the scenarios in force, in the unit of the returns
 * @param price price points: what a relative range is a range of
 */
export function dynamicsOf(
  underlying: Underlying,
  scenarioVolatility: number | undefined,
  price: number,
): PriceDynamics {
  const { returns, returnShift, scan } = underlying;
  const share = Number(scan?.priceRange ?? 0) / DEVIATIONS_IN_SCAN_RANGE;
  const fallback = returns === 'absolute' ? share * Math.abs(price) : share;
  const shift = returns === 'shifted-log' ? Number(returnShift ?? 0) : 0;
  return { returns, shift, dailyVolatility: scenarioVolatility ?? fallback };
}
