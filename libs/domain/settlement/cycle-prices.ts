import type { CycleType } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { endOfLifeMs } from '#libs/domain/instrument-life/end-of-life.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { finalPriceOf, fixedTicks } from '#libs/domain/market/final-price.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { isTraded } from '#libs/domain/trading/trading-state.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { heldInstruments, type Endings } from './expiry/endings.js';
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
 * The prices of a cycle, for every instrument with open positions or trades since the last one, and those
 * that options are exercised into: what ends at its final price; else at the end of the day the official
 * price of that date and nothing else, intraday the mark (settlement-and-collateral.md, "A settlement
 * cycle", 1). Expired ones without a final price are named, whatever price they are settled at meanwhile.
 */
export function cyclePrices(
  house: HouseState,
  type: CycleType,
  businessDate: string,
  marks: MarkSource,
  endings: Endings,
): CyclePrices {
  const found: InstrumentPrice[] = [];
  const missing: string[] = [];
  const withoutFinalPrice: string[] = [];
  const premiums: string[] = [];
  for (const instrument of instrumentsOf(house, endings)) {
    const entry = referenceOf(house).instruments.get(instrument);
    const lacksFinal =
      entry !== undefined && isExpired(house, entry) && !finalPriceOf(house, entry);
    if (lacksFinal) withoutFinalPrice.push(instrument);
    if (entry && paysPremium(entry)) {
      if (wasTraded(house, instrument)) premiums.push(instrument);
      continue;
    }
    const ticks =
      endings.settled.get(instrument) ??
      (type === 'EOD' ? officialTicks(house, instrument, businessDate) : marks(instrument));
    if (ticks !== undefined) found.push({ instrument, ticks });
    else if (!lacksFinal) missing.push(instrument);
  }
  return { found, premiums, missing, withoutFinalPrice };
}

/** What is held, and what is delivered, ascending. */
function instrumentsOf(house: HouseState, { delivered }: Endings): string[] {
  const held = heldInstruments(house);
  if (delivered.size === 0) return held;
  const futures = [...delivered.values()].flatMap((ofAccount) => [...ofAccount.keys()]);
  return [...new Set([...held, ...futures])].sort();
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
  if (!terms) return undefined;
  const official = house.market.official.get(`${businessDate} ${instrument}`);
  // An option that waits for its cut-off is worth what it will bring, whatever else is said of it.
  if (!official) return fixedTicks(house, terms);
  const ticks = priceToTicks(terms, official.price);
  return ticks.kind === 'ticks' ? ticks.ticks : undefined;
}

const isExpired = (house: HouseState, { id }: InstrumentEntry): boolean => {
  const endMs = endOfLifeMs(house, id);
  return endMs !== undefined && house.ledgerTimeMs !== undefined && house.ledgerTimeMs >= endMs;
};
