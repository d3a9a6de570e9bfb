import {
  currencySymbols,
  MATURITY_DAYS,
  priceSymbol,
} from '#libs/domain/margin-model/factor-symbols.js';
import type { Member } from '#libs/domain/reference-data/model.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
import { referenceOf, type HouseState } from './house-state.js';

/**
 * A price concerns who holds the instrument or an option on it, and who holds options where it is the
 * spot price of an underlying: one symbol may be both. Exchange rates and prices of collateral concern
 * everyone. The index of a perpetual concerns nobody before funding accrues, and other factors not
 * before their close counts.
 */
export function heedPriceOf(house: HouseState, symbol: string): void {
  const reference = referenceOf(house);
  const entry = reference.instruments.get(symbol);
  const isSpot = reference.underlyings.has(symbol);
  if (valuesMoney(reference, symbol)) {
    house.attention.everyone = true;
    return;
  }
  if (isSpot) heedOptions(house, symbol);
  if (!entry) return;
  const options = (reference.instrumentsOfUnderlying.get(entry.underlying) ?? []).filter(
    ({ terms }) => terms.type === 'option' && terms.forward === symbol,
  );
  heedHolders(house, [entry, ...options]);
}

/** What changes the value of options of an underlying concerns who holds one. */
export function heedOptions(house: HouseState, underlying: string): void {
  const listed = referenceOf(house).instrumentsOfUnderlying.get(underlying) ?? [];
  heedHolders(
    house,
    listed.filter(({ type }) => type === 'option'),
  );
}

/** What concerns every position in an underlying. */
export function heedUnderlying(house: HouseState, underlying: string): void {
  heedHolders(house, referenceOf(house).instrumentsOfUnderlying.get(underlying) ?? []);
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

/**
 * Whoever holds one of these instruments, and whose margin hangs on those.
 * @param into where they are noted
 */
export function heedHolders(
  house: HouseState,
  entries: readonly InstrumentEntry[],
  into: Set<string> = house.attention.accounts,
): void {
  // Holders of many options are the same ones: each member's accounts are gone through once.
  const members = new Set<Member>();
  for (const { id, underlying } of entries) {
    const isCharged = chargesMembers(house, underlying);
    for (const account of house.trading.holders.get(id) ?? []) {
      into.add(account);
      const member = isCharged && house.reference?.accounts.get(account)?.member;
      if (member) members.add(member);
    }
  }
  for (const member of members) heedMember(house, member, into);
}

/**
 * An account whose position or prices of an underlying changed: where large positions of a member are
 * charged over all its accounts (margin-model.md d.1), it concerns the others of the member too.
 */
export function heedAccount(house: HouseState, account: string, underlying: string): void {
  const { attention, reference } = house;
  attention.accounts.add(account);
  const member = reference?.accounts.get(account)?.member;
  if (member && chargesMembers(house, underlying)) heedMember(house, member, attention.accounts);
}

/** Whether large positions in an underlying are charged over all accounts of a member. */
function chargesMembers({ reference }: HouseState, underlying: string): boolean {
  if (!reference?.data.model.liquidityAddOn) return false;
  return reference.underlyings.get(underlying)?.liquidity !== undefined;
}

function heedMember({ trading }: HouseState, member: Member, into: Set<string>): void {
  for (const { id } of member.accounts) {
    const account = `${member.id}/${id}`;
    if (trading.holdings.has(account)) into.add(account);
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
