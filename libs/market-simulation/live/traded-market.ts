import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { TickGrid } from '../prices/tick-grid.js';
import type { Random } from '../random/random.js';
import { LIVE_MARKETS, LIVE_RATES, OTHER_DAILY_VOLATILITY } from './live-markets.js';
import { PriceWalk, type LedBy } from './price-walk.js';
import type { WalkedInstrument } from './traded-instrument.js';

/** Where the price of an instrument nobody has quoted yet starts, in ticks. */
const UNKNOWN_PRICE_TICKS = 10_000;

const minorPerUnit = (data: ReferenceData, currency: string): number =>
  10 ** (data.currencies[currency]?.scale ?? 0);

/** The accounts that may trade. */
export function tradingAccounts(data: ReferenceData): string[] {
  return data.members
    .filter(({ status }) => status === 'active')
    .flatMap(({ id, accounts }) => accounts.map((account) => `${id}/${account.id}`));
}

/** The underlyings whose prices pass gates: only the sources of their feeds are believed. */
export function gatedUnderlyings(data: ReferenceData): Set<string> {
  return new Set(data.underlyings.filter(({ priceFeed }) => priceFeed).map(({ id }) => id));
}

/** What one unit of a currency is worth in the base currency, for sizing trades; 1 where unknown. */
function roughRate(data: ReferenceData, currency: string): number {
  const pair = `${currency}${data.baseCurrency}`;
  return Number(LIVE_RATES.find((rate) => rate.pair === pair)?.lastClose ?? 1);
}

/**
 * The linear instruments of a ledger with a price that walks.
 * @param lastPrices where prices start, by instrument; elsewhere at the made-up history's last close
 * @param nowMs instruments that have expired then are left out
 */
export function tradedInstruments(
  data: ReferenceData,
  lastPrices: ReadonlyMap<string, string>,
  random: Random,
  nowMs: number,
): WalkedInstrument[] {
  const walks = new Map<string, PriceWalk>();
  return data.instruments.flatMap((instrument) => {
    if (instrument.type === 'option') return [];
    if (instrument.type === 'future' && Date.parse(instrument.expiry) <= nowMs) return [];
    const { id, underlying, tickSize, tickValueMinor, currency } = instrument;
    const live = LIVE_MARKETS.find((market) => market.underlying === underlying);
    const grid = new TickGrid(tickSize);
    const start = lastPrices.get(id) ?? live?.lastClose;
    const ticks = start === undefined ? UNKNOWN_PRICE_TICKS : grid.nearest(start);
    const dailyVolatility = live?.dailyVolatility ?? OTHER_DAILY_VOLATILITY;
    const market = { instrument: id, underlying, grid, dailyVolatility };
    const quote = new PriceWalk(market, ticks, random.fork(id), leaderOf(underlying, walks));
    if (!walks.has(underlying)) walks.set(underlying, quote);
    const tickValue = (tickValueMinor / minorPerUnit(data, currency)) * roughRate(data, currency);
    return [{ quote, tickValue, lotValue: () => quote.ticks * tickValue }];
  });
}

/** Futures of one underlying go along with each other, and with the market that theirs follows. */
function leaderOf(underlying: string, walks: ReadonlyMap<string, PriceWalk>): LedBy | undefined {
  const same = walks.get(underlying);
  if (same) return { leader: same, correlation: 1 };
  const follows = LIVE_MARKETS.find((market) => market.underlying === underlying)?.follows;
  const leader = follows && walks.get(follows.underlying);
  return leader && { leader, correlation: follows.correlation };
}
