import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { TickGrid } from '../prices/tick-grid.js';
import type { Random } from '../random/random.js';
import { LIVE_MARKETS, OTHER_DAILY_VOLATILITY } from './live-markets.js';
import { PriceWalk } from './price-walk.js';
import type { TradedInstrument } from './trade-flow.js';

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
): TradedInstrument[] {
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
    return [
      {
        walk: new PriceWalk(market, ticks, random.fork(id)),
        tickValue: tickValueMinor / minorPerUnit(data, currency),
      },
    ];
  });
}
