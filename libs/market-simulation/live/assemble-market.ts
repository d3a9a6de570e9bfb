import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { TickGrid } from '../prices/tick-grid.js';
import type { Random } from '../random/random.js';
import type { LastMarket } from './last-market.js';
import { LIVE_MARKETS, LIVE_RATES } from './live-markets.js';
import type { LiveQuotes } from './live-prices.js';
import { expiriesOf, type MovedVolatility } from './live-volatilities.js';
import { PerpetualIndex } from './perpetual-index.js';
import { PriceSources } from './price-sources.js';
import { PriceWalk } from './price-walk.js';
import type { TradedOption, WalkedInstrument } from './traded-instrument.js';
import { tradedInstruments } from './traded-market.js';
import { tradedOptions } from './traded-options.js';
import { levelOf, VolatilityWalk } from './volatility-walk.js';

/** Everything of the demonstration that has a price. */
export interface AssembledMarket {
  readonly quotes: LiveQuotes;
  readonly volatilities: readonly MovedVolatility[];
  readonly options: readonly TradedOption[];
}

/** Where a market starts. */
export interface MarketStart {
  /** By symbol. */
  readonly prices: ReadonlyMap<string, string>;
  readonly volatilities: LastMarket['volatilities'];
  /** Where volatilities start that were never quoted. */
  readonly volatilityLevels: ReadonlyMap<string, number>;
  readonly nowMs: number;
}

/** Puts the walks of a ledger's instruments together, with what hangs on them. */
export function assembleMarket(
  data: ReferenceData,
  start: MarketStart,
  random: Random,
): AssembledMarket {
  const { prices, nowMs } = start;
  const instruments = tradedInstruments(data, prices, random.fork('prices'), nowMs);
  const volatilities = volatilitiesOf(data, instruments, start, random.fork('volatilities'));
  const walks = new Map(volatilities.map(({ underlying, walk }) => [underlying, walk]));
  const quotes: LiveQuotes = {
    instruments,
    rates: ratesOf(data, prices, random.fork('rates')),
    indices: indicesOf(data, instruments, random.fork('indices')),
    feeds: feedsOf(data, random.fork('feeds')),
  };
  return { quotes, volatilities, options: tradedOptions(data, instruments, walks, nowMs) };
}

function volatilitiesOf(
  data: ReferenceData,
  instruments: readonly WalkedInstrument[],
  { volatilities, volatilityLevels }: MarketStart,
  random: Random,
): MovedVolatility[] {
  return LIVE_MARKETS.flatMap((market) => {
    const { underlying } = market;
    const price = instruments.find(({ quote }) => quote.market.underlying === underlying)?.quote;
    if (!price) return [];
    const last = volatilities.get(underlying);
    const level = last
      ? levelOf(market, last.volatility, last.years)
      : (volatilityLevels.get(underlying) ?? 0);
    const walk = new VolatilityWalk(market, level, random.fork(underlying));
    return [{ underlying, walk, price, expiriesMs: expiriesOf(data, underlying) }];
  });
}

/** The rates that the ledger's currencies need. */
function ratesOf(
  { currencies }: ReferenceData,
  prices: ReadonlyMap<string, string>,
  random: Random,
): PriceWalk[] {
  const pairs = new Set(
    Object.keys(currencies).flatMap((one) => Object.keys(currencies).map((two) => `${one}${two}`)),
  );
  return LIVE_RATES.filter(({ pair }) => pairs.has(pair)).map((rate) => {
    const { pair, lastClose, dailyVolatility, decimals } = rate;
    const grid = new TickGrid((10 ** -decimals).toFixed(decimals));
    const market = { instrument: pair, underlying: pair, grid, dailyVolatility };
    return new PriceWalk(market, grid.nearest(prices.get(pair) ?? lastClose), random.fork(pair));
  });
}

function indicesOf(
  { instruments }: ReferenceData,
  walked: readonly WalkedInstrument[],
  random: Random,
): PerpetualIndex[] {
  return instruments.flatMap((terms) => {
    if (terms.type !== 'perpetual' || terms.index === undefined) return [];
    const mark = walked.find(({ quote }) => quote.market.instrument === terms.id)?.quote;
    return mark ? [new PerpetualIndex(terms.index, mark, random.fork(terms.index))] : [];
  });
}

function feedsOf({ underlyings }: ReferenceData, random: Random): Map<string, PriceSources> {
  return new Map(
    underlyings.flatMap(({ id, priceFeed }) =>
      priceFeed
        ? [[id, new PriceSources(Object.keys(priceFeed.sources), random.fork(id))] as const]
        : [],
    ),
  );
}
