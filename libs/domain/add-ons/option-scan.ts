import type { EuropeanOption } from '#libs/domain/pricing/european-option.js';
import { optionDelta } from '#libs/domain/pricing/option-delta.js';
import { optionValue } from '#libs/domain/pricing/option-value.js';

/** A scenario of the grid: moves in units of the scan ranges, and the share of the P&L counted. */
export interface ScanMove {
  readonly price: number;
  readonly volatility: number;
  readonly cover: number;
}

/** An option today and at the look-ahead (the horizon), and the ranges that it is scanned over. */
export interface OptionScan {
  readonly today: EuropeanOption;
  readonly atHorizon: EuropeanOption;
  readonly forward: number;
  readonly volatility: number;
  /** Price points. */
  readonly priceRange: number;
  /** Absolute: 0.04 is four points of volatility. */
  readonly volatilityRange: number;
}

/**
 * P&L of one long option in each scenario, in price points, gains positive (margin-model.md b.6; a
 * SPAN risk array has the other sign). A volatility does not fall below 0.
 */
export function optionScanPnl(scan: OptionScan, scenarios: readonly ScanMove[]): Float64Array {
  const now = optionValue(scan.today, scan.forward, scan.volatility);
  return Float64Array.from(scenarios, ({ price, volatility, cover }) => {
    const forward = scan.forward + price * scan.priceRange;
    const shocked = Math.max(0, scan.volatility + volatility * scan.volatilityRange);
    return cover * (optionValue(scan.atHorizon, forward, shocked) - now);
  });
}

/** SPAN's probabilities of the seven price points; they are normalised, as they sum to 0.998. */
const PRICE_POINT_WEIGHTS: readonly (readonly [number, number])[] = [
  [0, 0.27],
  [1 / 3, 0.217],
  [-1 / 3, 0.217],
  [2 / 3, 0.11],
  [-2 / 3, 0.11],
  [1, 0.037],
  [-1, 0.037],
];

/** The probability-weighted delta of one long option at the look-ahead, per unit of its forward. */
export function compositeDelta(scan: OptionScan): number {
  let [sum, weights] = [0, 0];
  for (const [price, weight] of PRICE_POINT_WEIGHTS) {
    const forward = scan.forward + price * scan.priceRange;
    sum += weight * optionDelta(scan.atHorizon, forward, scan.volatility);
    weights += weight;
  }
  return sum / weights;
}
