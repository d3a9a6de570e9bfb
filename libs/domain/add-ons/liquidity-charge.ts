/** What closing a position in one class costs; margin-model.md d.1. */
export interface LiquidityTerms {
  /** Value of one lot, multiplier times price, in the unit of the answer; its size counts. */
  readonly lotValue: number;
  /** Relative: half the spread over the price. */
  readonly halfSpread: number;
  /** Daily volatility of the scenarios. */
  readonly dailyVolatility: number;
  /** Lots a day, above 0. */
  readonly averageDailyVolume: number;
}

/** Y of the square-root law: impact of one day's volume in daily volatilities. */
const IMPACT = 1;

/**
 * LIQ = |Q|*m*P*(hs + Y*sigma*sqrt(|Q|/ADV)) with Y = 1, at least 0: continuous, without a threshold,
 * and faster than in proportion to the net delta-equivalent lots `netLots`. In the unit of `lotValue`.
 */
export function liquidityCharge(terms: LiquidityTerms, netLots: number): number {
  const lots = Math.abs(netLots);
  if (lots === 0) return 0;
  const impact = IMPACT * terms.dailyVolatility * Math.sqrt(lots / terms.averageDailyVolume);
  return lots * Math.abs(terms.lotValue) * (terms.halfSpread + impact);
}

/** The cost of closing vega: sum over tenors of |vega| (per 1.00 of volatility) times the half-spread. */
export function vegaLiquidityCharge(
  vegaByTenor: readonly number[],
  halfSpreadVolatility: number,
): number {
  return vegaByTenor.reduce((sum, vega) => sum + Math.abs(vega) * halfSpreadVolatility, 0);
}

/** How long a position takes to unwind, and what the measure is multiplied with for it. */
export interface HorizonExtension {
  /** |Q|/(eta*ADV). */
  readonly liquidationDays: number;
  /** sqrt(max(1, T_liq/(3h))): the add-on is (mu - 1) times the measure of the class. */
  readonly multiplier: number;
}

/** The optional extension of the horizon under a contractual participation rate (d.1). */
export function horizonExtension(
  netLots: number,
  averageDailyVolume: number,
  participation: number,
  horizonDays: number,
): HorizonExtension {
  const liquidationDays = Math.abs(netLots) / (participation * averageDailyVolume);
  const multiplier = Math.sqrt(Math.max(1, liquidationDays / (3 * horizonDays)));
  return { liquidationDays, multiplier };
}
