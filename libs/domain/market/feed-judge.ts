import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { ObservedPrice, PriceJudged } from '#libs/domain/events/market-events.js';
import { isEventClock } from '#libs/domain/house/clock.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { checkObservation } from '#libs/domain/price-feed/check-observation.js';
import { plainDecimal } from '#libs/domain/price-feed/plain-decimal.js';
import { CLOSED_GATE, type PriceGate } from '#libs/domain/price-feed/price-gate.js';
import { freshQuotes } from '#libs/domain/price-feed/source-quote.js';
import { dynamicsOf } from './feed-dynamics.js';
import { feedStateEvent, feedStream } from './feed-events.js';
import { feedOf, type SymbolFeed } from './feed-records.js';
import { feedStateAt, type FeedStanding } from './feed-state-at.js';
import type { FeedTerms } from './feed-terms.js';
import { weighQuotes, type NamedQuote, type Weighing } from './feed-weighing.js';
import {
  cannotBeUsed,
  isOutlier,
  outOfBand,
  sourcesDisagree,
  tooOld,
  unknownSource,
} from './feed-words.js';

/** What the gates say of an observation: what is recorded, and why it does not count, if it does not. */
export interface JudgedObservation {
  readonly events: readonly NewEvent[];
  /** A sentence; the message goes to quarantine with it. */
  readonly refusal?: string;
}

/** What an observation is judged at. */
export interface JudgingTime {
  /** The ledger's time once the observation is accepted. */
  readonly nowMs: number;
  /** Daily volatility of the scenarios in force; undefined without history. */
  readonly scenarioVolatility: number | undefined;
}

/** Beyond this a double cannot tell neighbouring integers apart. */
const PRICE_SIZE_MAX = Number.MAX_SAFE_INTEGER;

/**
 * Passes an observation through the gates of margin-model.md, section j: source, schema, age,
 * outliers, clamp, quorum, weighted mean, then the time band with jump acceptance on the combined
 * price. What is judged leaves an event with all that the verdict rests on; what fails before it can
 * be combined changes nothing and is quarantined alone.
 */
export function judgeObservation(
  house: HouseState,
  terms: FeedTerms,
  observed: ObservedPrice,
  time: JudgingTime,
): JudgedObservation {
  const usable = refuseUnusable(terms, observed, time.nowMs);
  if (!usable.ok) return { events: [], refusal: usable.error };
  const feed = feedOf(house.market.feeds, terms.underlying.id, terms.symbol);
  const gate = gateOf(house, feed, terms.symbol);
  const quotes = quotesWith(terms, feed, observed, time.nowMs);
  const dynamics = dynamicsOf(
    terms.underlying,
    time.scenarioVolatility,
    gate.accepted?.price ?? Number(observed.price),
  );
  const weighing = weighQuotes(terms, quotes, gate, dynamics);
  const refusal = refusalOf(house, terms, observed, quotes.length, weighing);
  // What is held is not accepted, and only what is accepted moves the clock.
  const heldMs = isEventClock(house) ? (house.ledgerTimeMs ?? time.nowMs) : time.nowMs;
  const atMs = refusal === undefined ? time.nowMs : heldMs;
  const payload: PriceJudged = {
    ...observed,
    underlying: terms.underlying.id,
    quotes: quotes.map(({ source, text, weightText, observedAtMs }) => ({
      source,
      price: text,
      weight: weightText,
      observedAt: formatInstant(observedAtMs),
    })),
    outliers: weighing.outliers,
    quality: weighing.quality,
    ...previousOf(house, gate, terms.symbol),
    dailyVolatility: plainDecimal(dynamics.dailyVolatility),
    ...combinationOf(weighing),
    verdict: weighing.verdict,
    pending: weighing.gate.pending.map(({ firstAtMs, count, low, high }) => ({
      firstAt: formatInstant(firstAtMs),
      count,
      low: plainDecimal(low),
      high: plainDecimal(high),
    })),
    state: feedStateAt(terms, weighing, atMs),
  };
  const judged: NewEvent = {
    type: 'PriceJudged',
    streamId: feedStream(terms.symbol),
    payload,
    ...(refusal === undefined ? { movesClockToMs: Date.parse(observed.observedAt) } : {}),
  };
  const price = weighing.accepted ?? house.market.prices.get(terms.symbol)?.price;
  const changed = stateChange(terms, feed, { ...weighing, price }, atMs);
  return { events: [judged, ...changed], ...(refusal === undefined ? {} : { refusal }) };
}

function refuseUnusable(
  terms: FeedTerms,
  observed: ObservedPrice,
  nowMs: number,
): Result<void, string> {
  const { underlying, settings, sources } = terms;
  if (!Object.hasOwn(sources, observed.source)) return failed(unknownSource(terms, observed));
  const price = Number(observed.price);
  if (Math.abs(price) > PRICE_SIZE_MAX)
    return failed(cannotBeUsed(terms, observed, 'PRICE_NOT_FINITE'));
  const observedAtMs = Date.parse(observed.observedAt);
  const shift = underlying.returns === 'shifted-log' ? Number(underlying.returnShift ?? 0) : 0;
  const anySign = underlying.returns === 'absolute' ? { range: EVERYTHING } : {};
  // How far ahead of the clock a message may be has been judged where it came in.
  const context = { nowMs: Math.max(nowMs, observedAtMs), ...anySign };
  const checked = checkObservation({ price: price + shift, observedAtMs }, context);
  if (!checked.ok) return failed(cannotBeUsed(terms, observed, checked.error));
  return nowMs - observedAtMs > settings.maxAgeMs
    ? failed(tooOld(terms, observed, nowMs))
    : ok(undefined);
}

const EVERYTHING = { from: -Infinity, to: Infinity };

/** Where there was no gate so far, the price that was accepted without one is what it starts from. */
function gateOf(house: HouseState, feed: SymbolFeed | undefined, symbol: string): PriceGate {
  if (feed?.gate.accepted) return feed.gate;
  const held = house.market.prices.get(symbol);
  if (!held) return CLOSED_GATE;
  return { accepted: { price: Number(held.price), atMs: held.observedAtMs }, pending: [] };
}

/** The young quotes of all sources, this observation among them, by source. */
function quotesWith(
  { sources, settings }: FeedTerms,
  feed: SymbolFeed | undefined,
  observed: ObservedPrice,
  nowMs: number,
): NamedQuote[] {
  const held = new Map(feed?.quotes);
  const observedAtMs = Date.parse(observed.observedAt);
  held.set(observed.source, { price: observed.price, observedAtMs });
  const quotes = Object.entries(sources).flatMap(([source, weightText]): NamedQuote[] => {
    const quote = held.get(source);
    if (!quote) return [];
    const { price: text } = quote;
    const weight = Number(weightText);
    const at = quote.observedAtMs;
    return [{ source, text, price: Number(text), weight, weightText, observedAtMs: at }];
  });
  // The order of a sum is part of its value.
  quotes.sort((a, b) => (a.source < b.source ? -1 : 1));
  return freshQuotes(quotes, nowMs, settings.maxAgeMs);
}

function refusalOf(
  house: HouseState,
  terms: FeedTerms,
  observed: ObservedPrice,
  sources: number,
  weighing: Weighing,
): string | undefined {
  if (weighing.verdict === 'SOURCES_DISAGREE') return sourcesDisagree(terms, observed, sources);
  if (weighing.verdict === 'QUARANTINED') {
    const previous = house.market.prices.get(observed.symbol)?.price;
    return outOfBand(terms, observed, weighing.combined ?? observed.price, previous, weighing);
  }
  // The others make the price; this one is not part of it.
  return weighing.outliers.includes(observed.source)
    ? isOutlier(terms, observed, sources)
    : undefined;
}

function previousOf(
  house: HouseState,
  gate: PriceGate,
  symbol: string,
): Pick<PriceJudged, 'previous' | 'previousAt'> {
  const held = house.market.prices.get(symbol);
  if (!gate.accepted || !held) return {};
  return { previous: held.price, previousAt: formatInstant(gate.accepted.atMs) };
}

function combinationOf(
  weighing: Weighing,
): Pick<PriceJudged, 'combined' | 'combinedAt' | 'move' | 'width'> {
  const { combined, combinedAtMs, move, width } = weighing;
  return {
    ...(combined === undefined ? {} : { combined }),
    ...(combinedAtMs === undefined ? {} : { combinedAt: formatInstant(combinedAtMs) }),
    // A price without a logarithm has moved by no number.
    ...(move === undefined || !Number.isFinite(move) ? {} : { move: plainDecimal(move) }),
    ...(width === undefined ? {} : { width: plainDecimal(width) }),
  };
}

function stateChange(
  terms: FeedTerms,
  feed: SymbolFeed | undefined,
  after: FeedStanding & { readonly price: string | undefined },
  atMs: number,
): NewEvent[] {
  const isSame =
    feed !== undefined &&
    feed.state === feedStateAt(terms, after, atMs) &&
    feed.quality === after.quality;
  return isSame ? [] : [feedStateEvent(terms, feed, after, atMs)];
}
