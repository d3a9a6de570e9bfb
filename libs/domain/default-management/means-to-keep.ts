import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { outcomesOf, settlementOrMark, totalOf } from './account-outcome.js';
import type { DefaultCase } from './default-state.js';
import { meansOf, type Means } from './estate.js';
import { accountsOf } from './find-default.js';
import { realisedMinor } from './realised-value.js';

/**
 * What the house accounts hold and would still hold once the default has paid their loss and the cycles after
 * it are booked. A cycle between the loss and its payment takes the loss from their cash, or brings gains of
 * positions that are torn up at an earlier price and give them back: neither is margin.
 */
export function meansToKeep(house: HouseState, marks: MarkSource, of: DefaultCase): Means[] {
  const left = new Map<string, bigint>();
  return meansOf(house, accountsOf(house, of, 'house')).flatMap((held) => {
    if (held.asset.type !== 'cash') return [held];
    const { currency } = held.asset;
    const most = left.get(currency) ?? cashToKeep(house, marks, of, currency);
    const units = held.units < most ? held.units : most;
    left.set(currency, most - units);
    if (units <= 0n) return [];
    return [{ ...held, units, valueMinor: realisedMinor(house, held.asset, units) }];
  });
}

/** What the house accounts will hold of a currency together, in minor units; zero where it is a debt. */
function cashToKeep(
  house: HouseState,
  marks: MarkSource,
  of: DefaultCase,
  currency: string,
): bigint {
  const accounts = accountsOf(house, of, 'house');
  const outcome = outcomesOf(house, marks, accounts, of.fills).byCurrency.get(currency);
  const held = accounts
    .map((account) => balanceOf(house.books, cashBook(account, currency), currency))
    .reduce((sum, minor) => (minor > 0n ? sum + minor : sum), 0n);
  const paid = (of.loss?.amounts ?? [])
    .filter((lost) => lost.account === undefined && lost.currency === currency)
    .reduce((sum, { minor }) => sum + minor, 0n);
  const kept =
    held + (outcome ? totalOf(outcome) : 0n) + paid + ofTearUp(house, marks, of, currency);
  return kept > 0n ? kept : 0n;
}

/** What the tear-up of house positions that are still open will bring, at its price, in minor units. */
function ofTearUp(house: HouseState, marks: MarkSource, of: DefaultCase, currency: string): bigint {
  if (of.applied.some(({ layer }) => layer === 'PARTIAL_TEAR_UP')) return 0n;
  const accounts = accountsOf(house, of, 'house');
  const settledAt = settlementOrMark(house, marks);
  let sum = 0n;
  for (const { account, instrument, lots, ticks } of of.loss?.residual ?? []) {
    const terms = referenceOf(house).instruments.get(instrument);
    if (!terms || terms.currency !== currency || !accounts.includes(account)) continue;
    const moved = BigInt(ticks - (settledAt(instrument) ?? ticks));
    sum += BigInt(lots) * moved * BigInt(terms.tickValueMinor);
  }
  return sum;
}
