import type {
  PriceFeedStateChanged,
  PriceJudged,
  SettlementPriceAccepted,
} from '#libs/domain/events/market-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { PriceGate } from '#libs/domain/price-feed/price-gate.js';
import { openFeed } from './feed-records.js';
import { feedTermsOf } from './feed-terms.js';

/**
 * Takes a judged observation: the quote of its source, the gate as the verdict left it, and the mark
 * where the combined price was accepted.
 * @returns whether it was
 */
export function takeJudgedPrice(house: HouseState, judged: PriceJudged): boolean {
  const { market } = house;
  const { symbol, underlying, source, price, combined, combinedAt, verdict } = judged;
  const feed = openFeed(market.feeds, underlying, symbol);
  const observedAtMs = Date.parse(judged.observedAt);
  feed.quotes.set(source, { price, observedAtMs });
  market.observedAtMs.set(`${symbol} ${source}`, observedAtMs);
  const isAccepted = verdict === 'ACCEPTED' || verdict === 'JUMP_ACCEPTED';
  if (isAccepted && combined !== undefined && combinedAt !== undefined) {
    const atMs = Date.parse(combinedAt);
    feed.gate = { accepted: { price: Number(combined), atMs }, pending: [] };
    market.prices.set(symbol, { price: combined, source, observedAtMs: atMs });
    return true;
  }
  feed.gate = { ...heldGate(judged), pending: pendingOf(judged) };
  return false;
}

function heldGate({ previous, previousAt }: PriceJudged): Pick<PriceGate, 'accepted'> {
  if (previous === undefined || previousAt === undefined) return {};
  return { accepted: { price: Number(previous), atMs: Date.parse(previousAt) } };
}

const pendingOf = ({ pending }: PriceJudged): PriceGate['pending'] =>
  pending.map(({ firstAt, count, low, high }) => ({
    firstAtMs: Date.parse(firstAt),
    count,
    low: Number(low),
    high: Number(high),
  }));

/** Takes the state that a feed came into. */
export function takeFeedState(house: HouseState, changed: PriceFeedStateChanged): void {
  const feed = openFeed(house.market.feeds, changed.underlying, changed.symbol);
  if (feed.state !== changed.to) feed.sinceMs = house.ledgerTimeMs;
  feed.state = changed.to;
  feed.quality = changed.quality;
}

/** The gate of a feed once an official price is its accepted one: whatever was pending is over. */
export function gateAfterOfficial(
  before: PriceGate,
  price: string,
  observedAtMs: number,
): PriceGate {
  const atMs = Math.max(observedAtMs, before.accepted?.atMs ?? observedAtMs);
  return { accepted: { price: Number(price), atMs }, pending: [] };
}

/**
 * An official price passes ungated and is what the gate compares with from then on. It opens no feed:
 * a symbol that nobody quotes, only closes, could never be anything but halted.
 */
export function takeOfficialIntoFeed(house: HouseState, official: SettlementPriceAccepted): void {
  const terms = feedTermsOf(house, official.symbol);
  if (!terms) return;
  const feed = house.market.feeds.get(terms.underlying.id)?.get(official.symbol);
  if (!feed) return;
  feed.gate = gateAfterOfficial(feed.gate, official.price, Date.parse(official.observedAt));
}

/** Forgets feeds that the reference data gate no longer: gated again, they start anew. */
export function dropUngatedFeeds(house: HouseState): void {
  const { feeds } = house.market;
  for (const [underlying, ofUnderlying] of feeds) {
    for (const symbol of ofUnderlying.keys())
      if (feedTermsOf(house, symbol)?.underlying.id !== underlying) ofUnderlying.delete(symbol);
    if (ofUnderlying.size === 0) feeds.delete(underlying);
  }
}
