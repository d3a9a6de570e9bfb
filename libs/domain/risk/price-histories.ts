import type { HouseState } from '#libs/domain/house/house-state.js';
import type { PriceHistory } from '#libs/domain/margin-model/price-history.js';
import { closesOf } from '#libs/domain/market/market-state.js';
import { currentBusinessDate } from '#libs/domain/regimes/business-day.js';

const EVER = '9999-12-31';

/** The closes of factors that count on the business date, by symbol; those without any are left out. */
export function priceHistories(
  house: HouseState,
  symbols: Iterable<string>,
): Map<string, PriceHistory> {
  const date = currentBusinessDate(house) ?? EVER;
  const histories = new Map<string, PriceHistory>();
  for (const symbol of symbols) {
    // A perpetual is settled every day: that alone does not make a factor of its own of it.
    const isInstrument = house.reference?.instruments.has(symbol);
    if (isInstrument && !house.market.imported.has(symbol)) continue;
    const { dates, closes } = closesOf(house.market, symbol, date);
    if (dates.length > 0) histories.set(symbol, { symbol, dates, closes });
  }
  return histories;
}
