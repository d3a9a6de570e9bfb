import {
  currencySymbols,
  MATURITY_DAYS,
  priceSymbol,
} from '#libs/domain/margin-model/factor-symbols.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
import { referenceOf, type HouseState } from './house-state.js';

/**
 * A price concerns who holds the instrument or an option on it, and who holds options where it is the
 * spot price of an underlying: one symbol may be both. Exchange rates, prices of collateral and what
 * has another meaning concern everyone.
 */
export function heedPriceOf(house: HouseState, symbol: string): void {
  const reference = referenceOf(house);
  const entry = reference.instruments.get(symbol);
  const isSpot = reference.underlyings.has(symbol);
  if ((!entry && !isSpot) || valuesMoney(reference, symbol)) {
    house.attention.everyone = true;
    return;
  }
  if (isSpot) heedOptions(house, symbol);
  if (!entry) return;
  heedHolders(house, entry);
  for (const other of reference.instrumentsOfUnderlying.get(entry.underlying) ?? [])
    if (other.terms.type === 'option' && other.terms.forward === symbol) heedHolders(house, other);
}

/** What changes the value of options of an underlying concerns who holds one. */
export function heedOptions(house: HouseState, underlying: string): void {
  for (const entry of referenceOf(house).instrumentsOfUnderlying.get(underlying) ?? [])
    if (entry.type === 'option') heedHolders(house, entry);
}

/** What concerns every position in an underlying. */
export function heedUnderlying(house: HouseState, underlying: string): void {
  for (const entry of referenceOf(house).instrumentsOfUnderlying.get(underlying) ?? [])
    heedHolders(house, entry);
}

/**
 * A step of the valuation instant ages every option (margin-model.md section 0, "Conventions"), and
 * the futures of an underlying whose maturities have factors of their own.
 */
export function heedValuationStep(house: HouseState): void {
  const { imported, settled } = house.market;
  for (const { id } of house.reference?.data.underlyings ?? []) {
    const hasMaturities = MATURITY_DAYS.some((days) => {
      const symbol = priceSymbol(id, days);
      return days > 0 && (imported.has(symbol) || settled.has(symbol));
    });
    if (hasMaturities) heedUnderlying(house, id);
    else heedOptions(house, id);
  }
}

/** Whoever holds an instrument, and whose margin hangs on those. @param into where they are noted */
export function heedHolders(
  house: HouseState,
  { id, underlying }: InstrumentEntry,
  into: Set<string> = house.attention.accounts,
): void {
  for (const account of house.trading.holders.get(id) ?? [])
    heedAccount(house, account, underlying, into);
}

/**
 * An account whose position or prices of an underlying changed: where large positions of a member are
 * charged over all its accounts (margin-model.md d.1), it concerns the others of the member too.
 */
export function heedAccount(
  house: HouseState,
  account: string,
  underlying: string,
  into: Set<string> = house.attention.accounts,
): void {
  const { reference, trading } = house;
  into.add(account);
  if (!reference?.data.model.liquidityAddOn) return;
  if (!reference.underlyings.get(underlying)?.liquidity) return;
  const member = reference.accounts.get(account)?.member;
  for (const { id } of member?.accounts ?? []) {
    const other = `${member?.id}/${id}`;
    if (trading.holdings.has(other)) into.add(other);
  }
}

/** Follows from the reference data alone. */
const known = new WeakMap<ReferenceIndex, ReadonlySet<string>>();

/** Whether collateral is priced by a symbol, or a currency converted into the base currency. */
function valuesMoney(reference: ReferenceIndex, symbol: string): boolean {
  let symbols = known.get(reference);
  if (!symbols) known.set(reference, (symbols = moneySymbols(reference)));
  return symbols.has(symbol);
}

function moneySymbols({ data, baseCurrency }: ReferenceIndex): ReadonlySet<string> {
  const priced = data.collateral.flatMap(({ asset, priceSymbol }) => [asset, priceSymbol ?? asset]);
  const pairs = Object.keys(data.currencies).flatMap((currency) =>
    currencySymbols(currency, baseCurrency),
  );
  return new Set([...priced, ...pairs]);
}
