import type { HouseState } from '#libs/domain/house/house-state.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { fixedTicks } from './final-price.js';

/** The mark of an instrument in ticks; undefined until there is one. */
export type MarkSource = (instrument: string) => number | undefined;

/**
 * The observed mark of an instrument in ticks: what it ends at, else its last accepted price, else the price of
 * its last trade; undefined until there is one (margin-model.md, section 0, "Conventions").
 */
export function markTicks(house: HouseState, instrument: string): number | undefined {
  const terms = house.reference?.instruments.get(instrument);
  if (!terms) return undefined;
  const fixed = fixedTicks(house, terms);
  if (fixed !== undefined) return fixed;
  const price = house.market.prices.get(instrument);
  if (!price) return house.trading.lastTradeTicks.get(instrument);
  const ticks = priceToTicks(terms, price.price);
  return ticks.kind === 'ticks' ? ticks.ticks : undefined;
}
