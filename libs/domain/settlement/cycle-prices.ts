import type { CycleType } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { markTicks } from '#libs/domain/market/marks.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';

export interface InstrumentPrice {
  readonly instrument: string;
  readonly ticks: number;
}

export interface CyclePrices {
  readonly found: readonly InstrumentPrice[];
  /** Instruments that need a price and have none: they stop the cycle. */
  readonly missing: readonly string[];
  /** Expired without a final price: they keep their last price and stop nothing. */
  readonly withoutFinalPrice: readonly string[];
}

/**
 * The prices of a cycle, for every instrument with open positions or trades since the last one: at the
 * end of the day the official price of that date and nothing else, intraday the accepted mark
 * (settlement-and-collateral.md, "A settlement cycle", 1).
 */
export function cyclePrices(house: HouseState, type: CycleType, businessDate: string): CyclePrices {
  const found: InstrumentPrice[] = [];
  const missing: string[] = [];
  const withoutFinalPrice: string[] = [];
  const instruments = [...house.trading.holders.entries()]
    .filter(([, holders]) => holders.size > 0)
    .map(([instrument]) => instrument)
    .sort();
  for (const instrument of instruments) {
    const ticks =
      type === 'EOD'
        ? officialTicks(house, instrument, businessDate)
        : markTicks(house, instrument);
    const lacksFinal = isExpired(house, instrument) && !house.market.final.has(instrument);
    const official = type === 'EOD' && ticks !== undefined;
    if (lacksFinal && !official) withoutFinalPrice.push(instrument);
    if (ticks !== undefined) found.push({ instrument, ticks });
    else if (!lacksFinal) missing.push(instrument);
  }
  return { found, missing, withoutFinalPrice };
}

function officialTicks(
  house: HouseState,
  instrument: string,
  businessDate: string,
): number | undefined {
  const terms = referenceOf(house).instruments.get(instrument);
  const official =
    house.market.official.get(`${businessDate} ${instrument}`) ??
    house.market.final.get(instrument);
  if (!terms || !official) return undefined;
  const ticks = priceToTicks(terms, official.price);
  return ticks.kind === 'ticks' ? ticks.ticks : undefined;
}

function isExpired(house: HouseState, instrument: string): boolean {
  const expiryMs = referenceOf(house).instruments.get(instrument)?.expiryMs;
  return (
    expiryMs !== undefined && house.ledgerTimeMs !== undefined && house.ledgerTimeMs >= expiryMs
  );
}
