import type { SettlementPriceAccepted } from '#libs/domain/events/market-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { compareDecimals, parseDecimal } from '#libs/domain/kernel/decimal.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { baseOfOption, endsInstrument, expiryDateOf } from './final-price.js';

const isSamePrice = (a: string, b: string): boolean =>
  compareDecimals(parseDecimal(a), parseDecimal(b)) === 0;

/**
 * Why an official price cannot be taken where something ends or has ended; undefined where it can. What
 * was settled for good stays so: nothing is paid back to who holds the position no more.
 */
export function refuseAfterTheEnd(
  house: HouseState,
  { symbol, price, type, businessDate }: SettlementPriceAccepted,
): string | undefined {
  const reference = referenceOf(house);
  const { ended } = house.settlement;
  const entry = reference.instruments.get(symbol);
  if (type === 'FINAL' && entry?.type === 'option')
    return `final price ${price} of ${symbol}: options are exercised against the final price of what they are on; send it for ${baseOfOption(entry)} with the business date ${expiryDateOf(reference, entry)}`;
  const cycle = ended.get(symbol);
  if (cycle !== undefined)
    return `${type === 'FINAL' ? 'final' : 'settlement'} price ${price} of ${symbol} for ${businessDate} comes after cycle ${cycle} has settled ${symbol} for good; its positions are gone`;
  const [exercised] = exercisedAgainst(house, symbol, businessDate);
  if (!exercised) return undefined;
  return `price ${price} of ${symbol} for ${businessDate} comes after cycle ${ended.get(exercised.id)} has exercised options against another, ${exercised.id} among them; their positions are gone`;
}

/** Whether the same price has ended something already, so that it says nothing new. */
export function repeatsTheEnd(
  { market, settlement }: HouseState,
  { symbol, price, businessDate }: SettlementPriceAccepted,
): boolean {
  const held = settlement.ended.has(symbol)
    ? market.final.get(symbol)
    : (market.finals.get(`${businessDate} ${symbol}`) ??
      market.official.get(`${businessDate} ${symbol}`));
  return held !== undefined && isSamePrice(held.price, price);
}

/** Options on a symbol that expired on a date and have been exercised, or have lapsed. */
export function exercisedAgainst(
  house: HouseState,
  symbol: string,
  businessDate: string,
): InstrumentEntry[] {
  const { ended } = house.settlement;
  if (ended.size === 0) return [];
  const reference = referenceOf(house);
  const underlying = reference.instruments.get(symbol)?.underlying ?? symbol;
  return (reference.instrumentsOfUnderlying.get(underlying) ?? []).filter((option) => {
    if (option.type !== 'option' || !ended.has(option.id)) return false;
    if (baseOfOption(option) !== symbol) return false;
    const forward = reference.instruments.get(symbol);
    // Options that end with their future are exercised against its final price, whatever its date.
    if (forward && endsInstrument(reference, symbol, expiryDateOf(reference, option) ?? ''))
      return endsInstrument(reference, symbol, businessDate);
    return expiryDateOf(reference, option) === businessDate;
  });
}
