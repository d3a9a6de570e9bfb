import type { CycleType } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { endOfLifeMs } from '#libs/domain/instrument-life/end-of-life.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { isTraded } from '#libs/domain/trading/trading-state.js';
import { paysPremium } from './lines/pays-premium.js';

export interface InstrumentPrice {
  readonly instrument: string;
  readonly ticks: number;
}

export interface CyclePrices {
  readonly found: readonly InstrumentPrice[];
  /** Instruments traded since the last cycle that pay a premium: they need no price. */
  readonly premiums: readonly string[];
  /** Instruments that need a price and have none: they stop the cycle. */
  readonly missing: readonly string[];
  /** Expired without a final price: they keep their last price and stop nothing. */
  readonly withoutFinalPrice: readonly string[];
}

/**
 * The prices of a cycle, for every instrument with open positions or trades since the last one: at the
 * end of the day the official price of that date and nothing else, intraday the mark
 * (settlement-and-collateral.md, "A settlement cycle", 1).
 */
export function cyclePrices(
  house: HouseState,
  type: CycleType,
  businessDate: string,
  marks: MarkSource,
): CyclePrices {
  const found: InstrumentPrice[] = [];
  const missing: string[] = [];
  const withoutFinalPrice: string[] = [];
  const instruments = [...house.trading.holders.entries()]
    .filter(([, holders]) => holders.size > 0)
    .map(([instrument]) => instrument)
    .sort();
  const premiums: string[] = [];
  for (const instrument of instruments) {
    const entry = referenceOf(house).instruments.get(instrument);
    if (entry && paysPremium(entry)) {
      if (wasTraded(house, instrument)) premiums.push(instrument);
      continue;
    }
    const ticks =
      type === 'EOD' ? officialTicks(house, instrument, businessDate) : marks(instrument);
    const lacksFinal = isExpired(house, instrument) && !house.market.final.has(instrument);
    const official = type === 'EOD' && ticks !== undefined;
    if (lacksFinal && !official) withoutFinalPrice.push(instrument);
    if (ticks !== undefined) found.push({ instrument, ticks });
    else if (!lacksFinal) missing.push(instrument);
  }
  return { found, premiums, missing, withoutFinalPrice };
}

/** Whether anybody traded an instrument since its last cycle. */
function wasTraded({ trading }: HouseState, instrument: string): boolean {
  for (const account of trading.holders.get(instrument) ?? []) {
    const holding = trading.holdings.get(account)?.get(instrument);
    if (holding && isTraded(holding)) return true;
  }
  return false;
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
  const endMs = endOfLifeMs(house, instrument);
  return endMs !== undefined && house.ledgerTimeMs !== undefined && house.ledgerTimeMs >= endMs;
}
