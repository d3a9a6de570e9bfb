import type { TickGrid } from '../prices/tick-grid.js';

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
