import type { EuropeanOption } from '#libs/domain/pricing/european-option.js';
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
