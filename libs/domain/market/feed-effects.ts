import type { HouseState } from '#libs/domain/house/house-state.js';
import { feedEffects, type FeedEffects } from '#libs/domain/price-feed/feed-state.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import type { SymbolFeed } from './feed-records.js';

const ALL_CLEAR: FeedEffects = {
  rungsUp: 0,
  withdrawals: true,
  newRisk: true,
  automatedLiquidation: true,
};

/**
 * What the prices of an underlying do to those who hold anything on it (margin-model.md j.4 and j.7):
 * what its leading feed does. A quiet back month does not stop a market that is quoted. All clear
 * where the underlying has no `priceFeed`, or no price yet.
 */
export function feedEffectsOf(house: HouseState, underlying: string): FeedEffects {
  const lead = leadFeedOf(house, underlying);
  return lead ? effectsOfFeed(lead.feed) : ALL_CLEAR;
}

/**
 * The feed that speaks for an underlying: of its own symbol, else of a perpetual, else of the future
 * that expires first, of those that have had a price and have not expired; undefined without one.
 */
export function leadFeedOf(
  house: HouseState,
  underlying: string,
): { readonly symbol: string; readonly feed: SymbolFeed } | undefined {
  const feeds = house.market.feeds.get(underlying);
  if (!feeds || !house.reference) return undefined;
  let lead: { symbol: string; feed: SymbolFeed; rank: number } | undefined;
  for (const [symbol, feed] of feeds) {
    if (feed.state === undefined || feed.state === 'CLOSED') continue;
    const rank = rankOf(house.reference, symbol);
    if (!lead || rank < lead.rank || (rank === lead.rank && symbol < lead.symbol))
      lead = { symbol, feed, rank };
  }
  return lead;
}

/** The underlying's own symbol comes first, then perpetuals, then futures in the order of expiry. */
function rankOf({ instruments }: ReferenceIndex, symbol: string): number {
  const entry = instruments.get(symbol);
  if (!entry) return -2;
  return entry.expiryMs ?? -1;
}

/** What one feed does by itself; one that is closed, or has no state yet, does nothing. */
export function effectsOfFeed({
  state,
  quality,
}: Pick<SymbolFeed, 'state' | 'quality'>): FeedEffects {
  return state === undefined || state === 'CLOSED' ? ALL_CLEAR : feedEffects(state, quality);
}
