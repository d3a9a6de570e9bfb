import type { HouseState } from '#libs/domain/house/house-state.js';
import { feedEffects, type FeedEffects } from '#libs/domain/price-feed/feed-state.js';
import { leadingSymbols } from '#libs/domain/reference-data/leading-symbols.js';
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
 * The feed that speaks for an underlying: of the first of its leading symbols that has had a price
 * and has not expired; undefined without one.
 */
export function leadFeedOf(
  house: HouseState,
  underlying: string,
): { readonly symbol: string; readonly feed: SymbolFeed } | undefined {
  const feeds = house.market.feeds.get(underlying);
  if (!feeds || !house.reference) return undefined;
  for (const { symbol } of leadingSymbols(house.reference, underlying)) {
    const feed = feeds.get(symbol);
    if (feed?.state !== undefined && feed.state !== 'CLOSED') return { symbol, feed };
  }
  return undefined;
}

/** What one feed does by itself; one that is closed, or has no state yet, does nothing. */
export function effectsOfFeed({
  state,
  quality,
}: Pick<SymbolFeed, 'state' | 'quality'>): FeedEffects {
  return state === undefined || state === 'CLOSED' ? ALL_CLEAR : feedEffects(state, quality);
}
