import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { SymbolFeed } from './feed-records.js';
import { feedStateAt, type FeedStanding } from './feed-state-at.js';
import type { FeedTerms } from './feed-terms.js';

/** The stream of everything that happens to a feed. */
export const feedStream = (symbol: string): string => `price-feed/${symbol}`;

/** Says what state a feed is in at a time, resting on an accepted price as it is written. */
export function feedStateEvent(
  terms: FeedTerms,
  before: SymbolFeed | undefined,
  after: FeedStanding & { readonly price: string | undefined },
  nowMs: number,
): NewEvent {
  const { symbol, underlying } = terms;
  const { accepted } = after.gate;
  return {
    type: 'PriceFeedStateChanged',
    streamId: feedStream(symbol),
    payload: {
      symbol,
      underlying: underlying.id,
      ...(before?.state === undefined ? {} : { from: before.state }),
      to: feedStateAt(terms, after, nowMs),
      quality: after.quality,
      ...(after.price === undefined ? {} : { price: after.price }),
      ...(accepted ? { acceptedAt: formatInstant(accepted.atMs) } : {}),
    },
  };
}
