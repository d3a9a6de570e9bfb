import type { TickGrid } from '../prices/tick-grid.js';
import type { PriceWalk } from './price-walk.js';

/** What is quoted, and on which grid of prices. */
export interface QuotedMarket {
  readonly instrument: string;
  readonly underlying: string;
  readonly grid: TickGrid;
}

/** A price that moves. */
export interface Quote {
  readonly market: QuotedMarket;
  readonly ticks: number;
  /** The same as messages write it. */
  readonly priceText: string;
}

/** An instrument that is traded, with the price that trades are made at. */
export interface TradedInstrument {
  readonly quote: Quote;
  /** What one lot weighs in the size of a trade, in the base currency. */
  lotValue(): number;
}

/** A future or a perpetual: its price walks by itself. */
export interface WalkedInstrument extends TradedInstrument {
  readonly quote: PriceWalk;
  /** Value of one lot at one tick, in the base currency. */
  readonly tickValue: number;
}

/** An option: its price follows from that of its future. */
export interface TradedOption extends TradedInstrument {
  readonly isOption: true;
}

export const isTradedOption = (traded: TradedInstrument): traded is TradedOption =>
  'isOption' in traded;
