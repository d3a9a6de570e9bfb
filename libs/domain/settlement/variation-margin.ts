import type { Holding } from '#libs/domain/trading/trading-state.js';

/**
 * Variation margin of one account in one instrument since its last settlement cycle, exact
 * (margin-model.md f.1):
 *
 *     opening * (S - S_previous) * tv + SUM q * (S - p) * tv
 *
 * which is `lots * S - opening * S_previous - SUM q * p`, so that only sums are kept.
 * @param settlementTicks S, in ticks; may be zero or negative
 * @param previousTicks S_previous, in ticks; only used when there is an opening position
 * @param tickValueMinor value of one tick of one lot, in minor units of the instrument's currency
 * @returns minor units, positive when the account receives
 */
export function variationMarginMinor(
  holding: Holding,
  settlementTicks: number,
  previousTicks: number,
  tickValueMinor: number,
): bigint {
  const value = BigInt(holding.lots) * BigInt(settlementTicks);
  const opening = BigInt(holding.openingLots) * BigInt(previousTicks);
  return (value - opening - holding.tradedTicks) * BigInt(tickValueMinor);
}
