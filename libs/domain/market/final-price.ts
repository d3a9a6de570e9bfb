import type { HouseState } from '#libs/domain/house/house-state.js';
import { compareDecimals, parseDecimal, type Decimal } from '#libs/domain/kernel/decimal.js';
import type { Calendar } from '#libs/domain/reference-data/model.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';
import type { MarketState, OfficialPrice } from './market-state.js';

/** The part of the house that final prices follow from. */
type Marketplace = Pick<HouseState, 'market' | 'reference' | 'ledgerTimeMs'>;

/** Follows from the reference data alone: an entry is built anew with each document. */
const expiryDates = new WeakMap<InstrumentEntry, string>();

/**
 * The business date on which an instrument expires: that of the last instant before its expiry, so that
 * one which expires at midnight is of the day that ends. Undefined for perpetuals.
 */
export function expiryDateOf(
  { data }: { readonly data: { readonly calendar?: Calendar } },
  entry: InstrumentEntry,
): string | undefined {
  if (entry.expiryMs === undefined) return undefined;
  let date = expiryDates.get(entry);
  if (date === undefined)
    expiryDates.set(entry, (date = businessDateOf(data.calendar, entry.expiryMs - 1)));
  return date;
}

/** What the option is on, as a symbol of prices: its future, or the underlying itself. */
export const baseOfOption = ({ terms, underlying }: InstrumentEntry): string =>
  (terms.type === 'option' ? terms.forward : undefined) ?? underlying;

/**
 * Whether a final price of that date ends the positions in its symbol: it is dated the day on which the
 * instrument expires or later, or the instrument is a perpetual that is delisted. An earlier one of a future
 * that lives on is its official price of that date, against which options on it are exercised.
 */
export function endsInstrument(
  reference: ReferenceIndex,
  symbol: string,
  businessDate: string,
): boolean {
  const entry = reference.instruments.get(symbol);
  if (!entry || entry.type === 'option') return false;
  return businessDate >= (expiryDateOf(reference, entry) ?? '');
}

/**
 * As {@link endsInstrument}, for one that an operator delisted before its time too: a final price dated the
 * last day on which it traded, or later, ends it.
 */
export function endsPositions(
  { reference, instrumentLife }: Pick<HouseState, 'reference' | 'instrumentLife'>,
  symbol: string,
  businessDate: string,
): boolean {
  if (!reference) return false;
  if (endsInstrument(reference, symbol, businessDate)) return true;
  const delisting = instrumentLife.delistings.get(symbol);
  if (!delisting || reference.instruments.get(symbol)?.type === 'option') return false;
  return businessDate >= businessDateOf(reference.data.calendar, delisting.lastTradingAtMs - 1);
}

/**
 * The price at which an instrument ends; undefined until it has come. A future and a perpetual end at
 * their own final price. An option is exercised against that of what it is on: of its future, where that
 * expires on the same day; else against the final price of the option's last day, or, where there is none,
 * against the settlement price that its future, which lives on, has on that day.
 */
export function finalPriceOf(
  { market, reference }: Pick<Marketplace, 'market' | 'reference'>,
  entry: InstrumentEntry,
): OfficialPrice | undefined {
  if (entry.terms.type !== 'option') return market.final.get(entry.id);
  const date = reference && expiryDateOf(reference, entry);
  if (!reference || date === undefined) return undefined;
  const base = baseOfOption(entry);
  const dated = market.finals.get(`${date} ${base}`);
  const forward = reference.instruments.get(base);
  if (entry.terms.forward === undefined || !forward) return dated;
  if (expiryDateOf(reference, forward) === date) return market.final.get(base);
  return dated ?? market.official.get(`${date} ${base}`);
}

/**
 * Whether what a position will bring is known: it has expired, or is delisted, and its final price is
 * there. From then until the cycle that pays it is a fixed receivable or payable (margin-model.md a.3).
 */
export function isFixed(house: Marketplace, entry: InstrumentEntry): boolean {
  const { expiryMs, terms } = entry;
  if (terms.type !== 'option') return house.market.final.has(entry.id);
  if (house.ledgerTimeMs === undefined || house.ledgerTimeMs < (expiryMs ?? 0)) return false;
  return finalPriceOf(house, entry) !== undefined;
}

/** How far an option is in the money at a price, in price points; negative where it is out of it. */
export function inTheMoney({ terms }: InstrumentEntry, price: string): Decimal {
  if (terms.type !== 'option') return { units: 0n, scale: 0 };
  const [at, strike] = [parseDecimal(price), parseDecimal(terms.strike)];
  const scale = Math.max(at.scale, strike.scale);
  const raised = ({ units, scale: from }: Decimal): bigint => units * 10n ** BigInt(scale - from);
  const above = raised(at) - raised(strike);
  return { units: terms.right === 'call' ? above : -above, scale };
}

/**
 * The value of an option at its expiry in ticks, `max(phi (S - K), 0)` to the nearest tick, a tie to the
 * even one (margin-model.md a.3: cash-settled in integer ticks).
 */
export function intrinsicTicks(entry: InstrumentEntry, price: string): number {
  const { units, scale } = inTheMoney(entry, price);
  if (units <= 0n) return 0;
  const { tick } = entry;
  const numerator = units * 10n ** BigInt(tick.scale);
  const denominator = tick.units * 10n ** BigInt(scale);
  const below = numerator / denominator;
  const twice = 2n * (numerator - below * denominator);
  const isUp = twice > denominator || (twice === denominator && below % 2n === 1n);
  return Number(isUp ? below + 1n : below);
}

/** Whether an option is exercised by itself at a final price: in the money by its threshold at least. */
export function isExercisedByItself(entry: InstrumentEntry, price: string): boolean {
  if (entry.terms.type !== 'option') return false;
  const by = inTheMoney(entry, price);
  return by.units > 0n && compareDecimals(by, parseDecimal(entry.terms.exerciseThreshold)) >= 0;
}

/**
 * What a fixed instrument is worth in ticks: its final price, of an option its value; undefined of one that
 * is not fixed.
 */
export function fixedTicks(house: Marketplace, entry: InstrumentEntry): number | undefined {
  if (!isFixed(house, entry)) return undefined;
  const final = finalPriceOf(house, entry);
  return final && ticksAt(entry, final.price);
}

/** The ticks of an instrument at its final price, of an option at that of what it is on. */
export function ticksAt(entry: InstrumentEntry, finalPrice: string): number | undefined {
  if (entry.type === 'option') return intrinsicTicks(entry, finalPrice);
  const ticks = priceToTicks(entry, finalPrice);
  return ticks.kind === 'ticks' ? ticks.ticks : undefined;
}

/** Final prices that positions wait for, by `date symbol`: these are not forgotten. */
export function awaitedFinalPrices({
  trading,
  reference,
}: Pick<HouseState, 'trading' | 'reference'>): Set<string> {
  const awaited = new Set<string>();
  for (const [instrument, holders] of trading.holders) {
    const entry = holders.size > 0 ? reference?.instruments.get(instrument) : undefined;
    if (!reference || entry?.type !== 'option') continue;
    awaited.add(`${expiryDateOf(reference, entry)} ${baseOfOption(entry)}`);
  }
  return awaited;
}

/** Whether no final price has come at all, so that nothing can be fixed: what most evaluations see. */
export const nothingIsFinal = ({ final, finals, official }: MarketState): boolean =>
  final.size === 0 && finals.size === 0 && official.size === 0;
