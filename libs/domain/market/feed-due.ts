import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { SettlementPriceAccepted } from '#libs/domain/events/market-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { CLOSED_GATE } from '#libs/domain/price-feed/price-gate.js';
import { feedStateEvent } from './feed-events.js';
import { gateAfterOfficial } from './feed-fold.js';
import { feedOf, type SymbolFeed } from './feed-records.js';
import { feedStateAt, nextFeedChangeMs } from './feed-state-at.js';
import { feedTermsOf, type FeedTerms } from './feed-terms.js';
import { isNews } from './market-state.js';

interface KnownFeed {
  readonly terms: FeedTerms;
  readonly feed: SymbolFeed;
}

function* knownFeeds(house: HouseState): Generator<KnownFeed> {
  for (const ofUnderlying of house.market.feeds.values())
    for (const [symbol, feed] of ofUnderlying) {
      const terms = feedTermsOf(house, symbol);
      if (terms) yield { terms, feed };
    }
}

/**
 * Feeds whose state is no longer what the time makes of it (margin-model.md j.7): stale and halted
 * they become by time alone.
 */
export function decideFeedStates(house: HouseState): NewEvent[] {
  const nowMs = house.ledgerTimeMs;
  if (nowMs === undefined) return [];
  const events: NewEvent[] = [];
  for (const { terms, feed } of knownFeeds(house)) {
    if (feedStateAt(terms, feed, nowMs) === feed.state) continue;
    const price = house.market.prices.get(terms.symbol)?.price;
    events.push(feedStateEvent(terms, feed, { ...feed, price }, nowMs));
  }
  return events;
}

/** When time next changes the state of a feed, on the ledger's clock; undefined when it never does. */
export function nextFeedDeadlineMs(house: HouseState): number | undefined {
  const nowMs = house.ledgerTimeMs;
  if (nowMs === undefined) return undefined;
  let next: number | undefined;
  for (const { terms, feed } of knownFeeds(house)) {
    const isBehind = feedStateAt(terms, feed, nowMs) !== feed.state;
    const changeMs = isBehind ? nowMs : nextFeedChangeMs(terms, feed, nowMs);
    if (changeMs !== undefined && (next === undefined || changeMs < next)) next = changeMs;
  }
  return next;
}

/**
 * The state of a feed after an official price, said even where it stays as it was, since the state
 * rests on that price from then on. Nothing for symbols without gates and for prices that are too
 * old to be the mark.
 */
export function decideFeedAfterOfficial(
  house: HouseState,
  official: SettlementPriceAccepted,
  nowMs: number,
): NewEvent[] {
  const terms = feedTermsOf(house, official.symbol);
  if (!terms || !isNews(house.market, official)) return [];
  const feed = feedOf(house.market.feeds, terms.underlying.id, terms.symbol);
  const { price, observedAt } = official;
  const gate = gateAfterOfficial(feed?.gate ?? CLOSED_GATE, price, Date.parse(observedAt));
  const quality = feed?.quality ?? 'NORMAL';
  return [feedStateEvent(terms, feed, { gate, quality, price }, nowMs)];
}
