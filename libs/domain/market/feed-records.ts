import type { QuoteQuality } from '#libs/domain/price-feed/combine-quotes.js';
import type { FeedState } from '#libs/domain/price-feed/feed-state.js';
import { CLOSED_GATE, type PriceGate } from '#libs/domain/price-feed/price-gate.js';

/** The latest price of one source, whether it counted or not. */
export interface HeldQuote {
  /** As it was observed. */
  readonly price: string;
  readonly observedAtMs: number;
}

/** A feed's state; CLOSED once its instrument has expired, after which it affects nobody. */
export type RecordedFeedState = FeedState | 'CLOSED';

/** What is known of the prices of one symbol that is gated. Plain data. */
export interface SymbolFeed {
  /** By source. */
  readonly quotes: Map<string, HeldQuote>;
  /** The last accepted price, and the run of those that are not believed yet. */
  gate: PriceGate;
  /** Of the last combination. */
  quality: QuoteQuality;
  /** Undefined until the event that says it. */
  state: RecordedFeedState | undefined;
  /** Ledger time at which it came into this state. */
  sinceMs: number | undefined;
}

/** By underlying and symbol: each symbol that had a price since its underlying has gates. */
export type PriceFeeds = Map<string, Map<string, SymbolFeed>>;

/** The feed of a symbol; undefined before its first price. */
export function feedOf(
  feeds: PriceFeeds,
  underlying: string,
  symbol: string,
): SymbolFeed | undefined {
  return feeds.get(underlying)?.get(symbol);
}

/** The feed of a symbol, made if need be. */
export function openFeed(feeds: PriceFeeds, underlying: string, symbol: string): SymbolFeed {
  let ofUnderlying = feeds.get(underlying);
  if (!ofUnderlying) feeds.set(underlying, (ofUnderlying = new Map<string, SymbolFeed>()));
  let feed = ofUnderlying.get(symbol);
  if (feed) return feed;
  feed = {
    quotes: new Map(),
    gate: CLOSED_GATE,
    quality: 'NORMAL',
    state: undefined,
    sinceMs: undefined,
  };
  ofUnderlying.set(symbol, feed);
  return feed;
}
