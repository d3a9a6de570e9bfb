import type { PriceWalk } from './price-walk.js';
import type { Quote } from './quote.js';

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
