import type { HouseState } from '#libs/domain/house/house-state.js';
import { feedEffects, type FeedEffects } from '#libs/domain/price-feed/feed-state.js';
import type { RecordedFeedState, SymbolFeed } from './feed-records.js';

const ALL_CLEAR: FeedEffects = {
  rungsUp: 0,
  withdrawals: true,
  newRisk: true,
  automatedLiquidation: true,
};

/**
 * What the price feeds of an underlying do to those who hold anything on it (margin-model.md j.4 and
 * j.7): the gravest that any of its unexpired symbols with a price does. All clear where the
 * underlying has no `priceFeed`, or no price yet.
 */
export function feedEffectsOf(house: HouseState, underlying: string): FeedEffects {
  const feeds = house.market.feeds.get(underlying);
  if (!feeds) return ALL_CLEAR;
  let gravest = ALL_CLEAR;
  for (const feed of feeds.values()) {
    const effects = effectsOfFeed(feed);
    gravest = {
      rungsUp: gravest.rungsUp === 1 || effects.rungsUp === 1 ? 1 : 0,
      withdrawals: gravest.withdrawals && effects.withdrawals,
      newRisk: gravest.newRisk && effects.newRisk,
      automatedLiquidation: gravest.automatedLiquidation && effects.automatedLiquidation,
    };
  }
  return gravest;
}

/** What one feed does by itself; one that is closed, or has no state yet, does nothing. */
export function effectsOfFeed({
  state,
  quality,
}: Pick<SymbolFeed, 'state' | 'quality'>): FeedEffects {
  return state === undefined || state === 'CLOSED' ? ALL_CLEAR : feedEffects(state, quality);
}

/** From the best to the worst. */
const GRAVITY: readonly RecordedFeedState[] = [
  'CLOSED',
  'LIVE',
  'DEGRADED',
  'SUSPECT',
  'STALE',
  'HALTED',
];

/** The gravest feed of an underlying with its symbol; undefined where none is open. */
export function gravestFeedOf(
  house: HouseState,
  underlying: string,
): { readonly symbol: string; readonly feed: SymbolFeed } | undefined {
  let worst: { symbol: string; feed: SymbolFeed } | undefined;
  for (const [symbol, feed] of house.market.feeds.get(underlying) ?? []) {
    if (feed.state === undefined || feed.state === 'CLOSED') continue;
    if (worst && gravityOf(feed) <= gravityOf(worst.feed)) continue;
    worst = { symbol, feed };
  }
  return worst;
}

const gravityOf = ({ state }: SymbolFeed): number => GRAVITY.indexOf(state ?? 'CLOSED');
