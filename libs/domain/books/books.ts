import type { JournalLine } from '#libs/domain/events/journal.js';
import { invariant } from '#libs/domain/kernel/assert.js';

/**
 * The books: what each holds of each asset, in minor units. Every posting is a double entry that adds up
 * to zero per asset, so all books together always do (settlement-and-collateral.md, "Books").
 */
export type Books = Map<string, Map<string, bigint>>;

export const cashBook = (account: string, currency: string): string =>
  `account/${account}/cash/${currency}`;
export const assetBook = (account: string, asset: string): string =>
  `account/${account}/asset/${asset}`;
export const defaultFundBook = (member: string): string => `default-fund/${member}`;
export const settlementBook = (currency: string): string => `ccp/settlement/${currency}`;
/** Fees that the clearing house takes, and interest that passes through to accounts. */
export const FEES_BOOK = 'ccp/fees';
const OUTSIDE = 'external/';
/** The other side of what members pay in and take out. */
export const EXTERNAL_BANK = 'external/BANK';
export const EXTERNAL_CUSTODIAN = 'external/CUSTODIAN';

/**
 * Posts a journal. It must add up to zero per asset, and may not pay out more than ever came in: the
 * clearing house's own cash and custody are the other side of the outside's books, and never below zero
 * (settlement-and-collateral.md, "A settlement cycle", 5). Anything else is a bug.
 * @throws InvariantViolation
 */
export function post(books: Books, journal: readonly JournalLine[]): void {
  const sums = new Map<string, bigint>();
  for (const { asset, amount } of journal)
    sums.set(asset, (sums.get(asset) ?? 0n) + BigInt(amount));
  for (const [asset, sum] of sums)
    invariant(sum === 0n, () => `a journal adds up to ${sum} ${asset}, not to zero`);
  for (const { book, asset, amount } of journal) {
    let held = books.get(book);
    if (!held) books.set(book, (held = new Map<string, bigint>()));
    const units = (held.get(asset) ?? 0n) + BigInt(amount);
    held.set(asset, units);
  }
  for (const { book, asset } of journal) {
    if (!book.startsWith(OUTSIDE) || balanceOf(books, book, asset) <= 0n) continue;
    const units = outside(books, asset);
    invariant(units <= 0n, () => `${units} ${asset} more went out to ${book} than ever came in`);
  }
}

/** Whether journals, posted one after another, pay out no more than has come in. */
export function isPaidIn(books: Books, journals: readonly (readonly JournalLine[])[]): boolean {
  const sums = new Map<string, bigint>();
  return journals.every((journal) => {
    for (const { book, asset, amount } of journal)
      if (book.startsWith(OUTSIDE))
        sums.set(asset, (sums.get(asset) ?? outside(books, asset)) + BigInt(amount));
    return [...sums.values()].every((units) => units <= 0n);
  });
}

/** The outside's books of an asset together: what a default's layers took of own capital goes out by the bank. */
function outside(books: Books, asset: string): bigint {
  let sum = 0n;
  for (const [book, held] of books) if (book.startsWith(OUTSIDE)) sum += held.get(asset) ?? 0n;
  return sum;
}

/** What a book holds of an asset, in minor units; below zero only for cash that is owed. */
export function balanceOf(books: Books, book: string, asset: string): bigint {
  return books.get(book)?.get(asset) ?? 0n;
}

/** A double entry of one asset: `units` move from one book to another. */
export function transfer(from: string, to: string, asset: string, units: bigint): JournalLine[] {
  return [
    { book: from, asset, amount: (-units).toString() },
    { book: to, asset, amount: units.toString() },
  ];
}
