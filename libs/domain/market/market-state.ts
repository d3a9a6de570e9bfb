import type { ObservedPrice, SettlementPriceAccepted } from '#libs/domain/events/market-events.js';
import { parseInstant } from '#libs/domain/kernel/instant.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { PriceFeeds } from './feed-records.js';
import type { VolatilityState } from './volatility-state.js';

export interface AcceptedPrice {
  readonly price: string;
  readonly source: string;
  readonly observedAtMs: number;
}

export interface OfficialPrice {
  readonly price: string;
  readonly type: 'SETTLEMENT' | 'FINAL';
  readonly businessDate: string;
}

/** Closes of one risk factor, dates ascending. */
export interface CloseSeries {
  readonly dates: string[];
  readonly closes: number[];
}

/** All market data that decisions may use. */
export interface MarketState {
  /** The last accepted price by symbol. */
  readonly prices: Map<string, AcceptedPrice>;
  /** When the last price of a symbol from a source was observed, by `symbol source`. */
  readonly observedAtMs: Map<string, number>;
  /** Official prices by `businessDate symbol`. */
  readonly official: Map<string, OfficialPrice>;
  /** Final prices by instrument. */
  readonly final: Map<string, OfficialPrice>;
  /** Imported closes by factor. */
  readonly imported: Map<string, CloseSeries>;
  /** Closes that came as settlement prices of the factor itself; they count from the next date on. */
  readonly settled: Map<string, CloseSeries>;
  /** Accepted implied volatilities by underlying. */
  readonly volatilities: VolatilityState;
  /** Prices that pass the gates of margin-model.md, section j. */
  readonly feeds: PriceFeeds;
  /**
   * Grows with every change of a history that counts at once: a cache of scenarios knows when it is
   * old. Closes that come to count with the date do not; how many count says that.
   */
  historyVersion: number;
}

export function emptyMarket(): MarketState {
  return {
    prices: new Map(),
    observedAtMs: new Map(),
    official: new Map(),
    final: new Map(),
    imported: new Map(),
    settled: new Map(),
    volatilities: new Map(),
    feeds: new Map(),
    historyVersion: 0,
  };
}

const instant = (text: string): number => {
  const ms = parseInstant(text);
  invariant(ms !== undefined, () => `${text} in an event is not an instant`);
  return ms;
};

/** Whether an observation is newer than the one held for the same symbol and source. */
export function isNews(state: MarketState, price: ObservedPrice): boolean {
  const held = state.observedAtMs.get(`${price.symbol} ${price.source}`);
  return held === undefined || instant(price.observedAt) >= held;
}

/** Takes an accepted observation. */
export function takePrice(state: MarketState, observed: ObservedPrice): void {
  const observedAtMs = instant(observed.observedAt);
  state.observedAtMs.set(`${observed.symbol} ${observed.source}`, observedAtMs);
  state.prices.set(observed.symbol, {
    price: observed.price,
    source: observed.source,
    observedAtMs,
  });
}

/** Takes an official price; a settlement price of a factor's own symbol is a close of its history. */
export function takeOfficialPrice(
  state: MarketState,
  accepted: SettlementPriceAccepted,
  isFactor: boolean,
): void {
  const { symbol, businessDate, price, type } = accepted;
  if (isNews(state, accepted)) takePrice(state, accepted);
  const official = { price, type, businessDate };
  state.official.set(`${businessDate} ${symbol}`, official);
  if (type === 'FINAL') state.final.set(symbol, official);
  if (isFactor && type === 'SETTLEMENT') putCloses(state.settled, symbol, [[businessDate, price]]);
}

/** Puts another price in the place of an instrument's settlement price of a date; no observation. */
export function correctOfficialPrice(
  state: MarketState,
  {
    symbol,
    businessDate,
    price,
  }: Pick<SettlementPriceAccepted, 'symbol' | 'businessDate' | 'price'>,
  isFactor: boolean,
): void {
  state.official.set(`${businessDate} ${symbol}`, { price, type: 'SETTLEMENT', businessDate });
  if (!isFactor) return;
  putCloses(state.settled, symbol, [[businessDate, price]]);
  state.historyVersion += 1;
}

/** Takes imported closes. */
export function takeCloses(
  state: MarketState,
  symbol: string,
  closes: readonly (readonly [string, string])[],
): void {
  putCloses(state.imported, symbol, closes);
  state.historyVersion += 1;
}

function putCloses(
  series: Map<string, CloseSeries>,
  symbol: string,
  closes: readonly (readonly [string, string])[],
): void {
  const held = series.get(symbol);
  const byDate = new Map<string, number>();
  held?.dates.forEach((date, i) => byDate.set(date, held.closes[i] ?? Number.NaN));
  for (const [date, close] of closes) byDate.set(date, Number(close));
  const dates = [...byDate.keys()].sort();
  series.set(symbol, { dates, closes: dates.map((date) => byDate.get(date) ?? Number.NaN) });
}

/**
 * The closes of a factor that count on a business date: all that were imported, and of those that came
 * as settlement prices the ones before that date (contract, "Reference data").
 */
export function closesOf(state: MarketState, symbol: string, businessDate: string): CloseSeries {
  const imported = state.imported.get(symbol);
  const settled = state.settled.get(symbol);
  if (!settled) return imported ?? { dates: [], closes: [] };
  const merged = new Map([[symbol, imported ?? { dates: [], closes: [] }]]);
  const visible: [string, string][] = [];
  settled.dates.forEach((date, i) => {
    if (date < businessDate) visible.push([date, String(settled.closes[i])]);
  });
  putCloses(merged, symbol, visible);
  return merged.get(symbol) ?? { dates: [], closes: [] };
}

/** Forgets official prices of dates before `businessDate`: their cycles have run. */
export function forgetOfficialPricesBefore(state: MarketState, businessDate: string): void {
  for (const [key, official] of state.official)
    if (official.businessDate < businessDate) state.official.delete(key);
}
