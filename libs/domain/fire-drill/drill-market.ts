import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AcceptedPrice } from '#libs/domain/market/market-state.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';

/** The prices that a drill is held at: those of the house, but for what is said here. */
export interface DrillMarket {
  /** Marks in ticks, by instrument. */
  readonly ticks: ReadonlyMap<string, number>;
  /** Prices of other symbols, such as currency pairs and collateral, as decimal text. */
  readonly prices: ReadonlyMap<string, string>;
}

/** Prices as they are. */
export const PRESENT_MARKET: DrillMarket = { ticks: new Map(), prices: new Map() };

/** The marks of a drill. @param engine of the house as it is */
export const drillMarks =
  ({ ticks }: DrillMarket, engine: Pick<MarginEngine, 'markTicks'>): MarkSource =>
  (instrument) =>
    ticks.get(instrument) ?? engine.markTicks(instrument);

/** The accepted prices that a house would have in this market. */
export function pricesIn(house: HouseState, market: DrillMarket): Map<string, AcceptedPrice> {
  const prices = new Map(house.market.prices);
  const observedAtMs = house.ledgerTimeMs ?? 0;
  const put = (symbol: string, price: string): void => {
    prices.set(symbol, { price, source: 'DRILL', observedAtMs });
  };
  for (const [symbol, price] of market.prices) put(symbol, price);
  for (const [instrument, ticks] of market.ticks) {
    const entry = house.reference?.instruments.get(instrument);
    if (entry) put(instrument, ticksToPrice(entry, ticks));
  }
  return prices;
}
