import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { ObservedPrice, SettlementPriceAccepted } from '#libs/domain/events/market-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { PriceObservation } from '#libs/domain/inputs/inputs.js';
import { compareDecimals, parseDecimal } from '#libs/domain/kernel/decimal.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { endsPositions } from './final-price.js';
import { feedOf } from './feed-records.js';
import { feedTermsOf, type FeedTerms } from './feed-terms.js';
import { isKnownSymbol } from './known-symbols.js';
import { isNews } from './market-state.js';
import { refuseRange } from './price-range.js';
import { refuseAfterTheEnd, repeatsTheEnd } from './refuse-final-price.js';

/** What becomes of an observation: it counts, it changes nothing, or it is quarantined (the error). */
export type PriceVerdict =
  | { readonly kind: 'observation'; readonly price: ObservedPrice }
  /** The gates of its feed have to say. */
  | { readonly kind: 'gated'; readonly price: ObservedPrice; readonly terms: FeedTerms }
  | {
      readonly kind: 'official';
      readonly event: NewEvent;
      readonly official: SettlementPriceAccepted;
    }
  | { readonly kind: 'old-news' };

/**
 * Judges a price (contract, "Clock" and "Topics in"). One that is older than the one held for the same
 * symbol and source changes nothing; one that cannot be used is quarantined with the reason.
 */
export function decidePrice(
  house: HouseState,
  observation: PriceObservation,
): Result<PriceVerdict, string> {
  const { symbol, price, source, observedAt, type, businessDate } = observation;
  if (!house.reference || !isKnownSymbol(house.reference, symbol))
    return failed(`${symbol} is not a symbol of ledger ${house.ledgerId}`);
  const instrument = house.reference.instruments.get(symbol);
  if (instrument) {
    const ticks = priceToTicks(instrument, price);
    if (ticks.kind !== 'ticks')
      return failed(
        `price ${price} of ${symbol} is not a multiple of its tick ${instrument.tickSize}`,
      );
  }
  const outOfRange = instrument ? undefined : refuseRange(house.reference, symbol, price);
  if (outOfRange !== undefined)
    return failed(`price ${price} of ${symbol} cannot be used: ${outOfRange}`);
  const observed: ObservedPrice = { symbol, price, source, observedAt };
  if (type !== undefined && businessDate !== undefined)
    return decideOfficial(house, { ...observed, type, businessDate });
  if (!isNews(house.market, observed)) return ok({ kind: 'old-news' });
  const terms = feedTermsOf(house, symbol);
  if (!terms) return ok({ kind: 'observation', price: observed });
  return ok(isRepeated(house, terms, observed) ? { kind: 'old-news' } : gated(observed, terms));
}

const gated = (price: ObservedPrice, terms: FeedTerms): PriceVerdict => ({
  kind: 'gated',
  price,
  terms,
});

/** The same observation again is no further one: a jump is not believed for it. */
function isRepeated(house: HouseState, terms: FeedTerms, observed: ObservedPrice): boolean {
  const feed = feedOf(house.market.feeds, terms.underlying.id, terms.symbol);
  const held = feed?.quotes.get(observed.source);
  return held?.price === observed.price && held.observedAtMs === Date.parse(observed.observedAt);
}

function decideOfficial(
  house: HouseState,
  official: SettlementPriceAccepted,
): Result<PriceVerdict, string> {
  const { symbol, businessDate, price, type } = official;
  const afterTheEnd = refuseAfterTheEnd(house, official);
  if (afterTheEnd !== undefined)
    return repeatsTheEnd(house, official) ? ok({ kind: 'old-news' }) : failed(afterTheEnd);
  const last = house.settlement.lastEndOfDay;
  const isInstrument = house.reference?.instruments.has(symbol) ?? false;
  if (isInstrument && type === 'SETTLEMENT' && last !== undefined && businessDate <= last) {
    const held = house.market.official.get(`${businessDate} ${symbol}`);
    if (held && compareDecimals(parseDecimal(held.price), parseDecimal(price)) === 0)
      return ok({ kind: 'old-news' });
    // The last cycle took no price of an instrument that nobody held: then it is news and no correction.
    if (held || businessDate < last)
      return failed(
        `settlement price of ${symbol} for ${businessDate} comes after the end-of-day cycle of ${last} has run; an operator corrects a price with ccp settle --correct`,
      );
  }
  const lateFinal = refuseLateFinal(house, official);
  if (lateFinal !== undefined) return failed(lateFinal);
  return ok({
    kind: 'official',
    official,
    event: {
      type: 'SettlementPriceAccepted',
      streamId: `price/${symbol}`,
      effectiveDate: businessDate,
      movesClockToMs: Date.parse(official.observedAt),
      payload: official,
    },
  });
}

/**
 * A final price of a future that lives on is its official price of that date too: where the end of that day
 * has settled it at another, an operator has to say which is right.
 */
function refuseLateFinal(
  house: HouseState,
  { symbol, businessDate, price, type }: SettlementPriceAccepted,
): string | undefined {
  const { reference, settlement, market } = house;
  if (type !== 'FINAL' || !reference?.instruments.has(symbol)) return undefined;
  if (endsPositions(house, symbol, businessDate)) return undefined;
  const last = settlement.lastEndOfDay;
  const held = market.official.get(`${businessDate} ${symbol}`);
  if (last === undefined || businessDate > last || !held) return undefined;
  if (compareDecimals(parseDecimal(held.price), parseDecimal(price)) === 0) return undefined;
  return `final price ${price} of ${symbol} for ${businessDate} comes after the end-of-day cycle of ${last} has settled it at ${held.price}; an operator corrects a price with ccp settle --correct`;
}

/** One event for the observations of a batch, the last of each symbol and source. */
export function pricesObserved(observations: readonly ObservedPrice[]): NewEvent {
  const last = new Map<string, ObservedPrice>();
  let latestMs = 0;
  for (const price of observations) {
    const key = `${price.symbol} ${price.source}`;
    last.delete(key);
    last.set(key, price);
    latestMs = Math.max(latestMs, Date.parse(price.observedAt));
  }
  return {
    type: 'PricesObserved',
    streamId: 'prices',
    movesClockToMs: latestMs,
    payload: { prices: [...last.values()] },
  };
}
