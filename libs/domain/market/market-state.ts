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
  /** Ledger position at which the price was first accepted; what repeats it does not move it. */
  readonly position: number;
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
  /** Final prices by the instrument that they end. */
  readonly final: Map<string, OfficialPrice>;
  /** Final prices of any symbol by `businessDate symbol`, for the options that expire on that date. */
  readonly finals: Map<string, OfficialPrice>;
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
    finals: new Map(),
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

/** What else an official price is. */
export interface OfficialRole {
  /** Of its event. */
  readonly position: number;
  /** Whether its symbol is a risk factor, whose history it then closes. */
  readonly isFactor: boolean;
  /** Whether it is the price at which positions in its symbol end. */
  readonly ends: boolean;
}

/** Takes an official price; a settlement price of a factor's own symbol is a close of its history. */
export function takeOfficialPrice(
  state: MarketState,
  accepted: SettlementPriceAccepted,
  { position, isFactor, ends }: OfficialRole,
): void {
  const { symbol, businessDate, price, type } = accepted;
  if (isNews(state, accepted)) takePrice(state, accepted);
  const key = `${businessDate} ${symbol}`;
  const put = (into: Map<string, OfficialPrice>, at: string): void => {
    const held = into.get(at);
    const isSame = held?.price === price && held.businessDate === businessDate;
    into.set(at, { price, type, businessDate, position: isSame ? held.position : position });
  };
  put(state.official, key);
  if (type === 'FINAL') put(state.finals, key);
  if (type === 'FINAL' && ends) put(state.final, symbol);
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
  const key = `${businessDate} ${symbol}`;
  const position = state.official.get(key)?.position ?? 0;
  state.official.set(key, { price, type: 'SETTLEMENT', businessDate, position });
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

/**
 * Forgets official prices of dates before `businessDate`: their cycles have run.
 * @param awaited those that options which are not exercised yet wait for, by `businessDate symbol`
 */
export function forgetOfficialPricesBefore(
  state: MarketState,
  businessDate: string,
  awaited: ReadonlySet<string>,
): void {
  for (const prices of [state.official, state.finals])
    for (const [key, official] of prices)
      if (official.businessDate < businessDate && !awaited.has(key)) prices.delete(key);
}
