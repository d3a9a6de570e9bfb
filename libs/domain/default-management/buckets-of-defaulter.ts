import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import { holderOf } from '#libs/domain/books/holder.js';
import { holdersOf } from '#libs/domain/collateral/buckets.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { moveHolder } from '#libs/domain/settlement/money-sources.js';

/** Cash of an account and its buckets together: for a member in default they serve each other. */
export const cashWithBuckets = (house: HouseState, account: string, currency: string): bigint =>
  holdersOf(house, account).reduce(
    (sum, holder) => sum + balanceOf(house.books, cashBook(holder, currency), currency),
    0n,
  );

/**
 * All that buckets of accounts hold becomes the accounts': on the default of their member all buckets serve
 * the clearing house (margin-model.md c.5).
 */
export const bucketsIntoAccounts = (
  house: HouseState,
  accounts: readonly string[],
): JournalLine[] =>
  accounts.flatMap((account) =>
    [...(house.buckets.get(account) ?? [])].sort().flatMap((instrument) =>
      booksOfHolder(house, holderOf(account, instrument)).flatMap(
        ({ book, part, asset, units }) => [
          { book, asset, amount: (-units).toString() },
          { book: `account/${account}/${part}`, asset, amount: units.toString() },
        ],
      ),
    ),
  );

/** One balance of an account or a bucket that is not zero. */
export interface HeldBalance {
  readonly book: string;
  /** The book within its holder: `cash/USD`. */
  readonly part: string;
  readonly asset: string;
  readonly units: bigint;
}

/** The balances of an account without its buckets, or of a bucket, by book. */
export function booksOfHolder({ books }: HouseState, holder: string): HeldBalance[] {
  const prefix = `account/${holder}/`;
  return [...books.keys()]
    .filter((book) => book.startsWith(prefix) && !book.startsWith(`${prefix}bucket/`))
    .sort()
    .flatMap((book) =>
      [...(books.get(book) ?? [])]
        .filter(([, units]) => units !== 0n)
        .map(([asset, units]) => ({ book, part: book.slice(prefix.length), asset, units })),
    );
}

/** Folds it, before the journal is posted: what cycles wait for goes with the cash, and buckets are no more. */
export function closeBuckets(house: HouseState, accounts: readonly string[]): void {
  for (const account of accounts) {
    for (const currency of Object.keys(referenceOf(house).data.currencies)) {
      let minor = balanceOf(house.books, cashBook(account, currency), currency);
      for (const instrument of [...(house.buckets.get(account) ?? [])].sort()) {
        const holder = holderOf(account, instrument);
        const inBucket = balanceOf(house.books, cashBook(holder, currency), currency);
        const from = { holder, minor: inBucket };
        moveHolder(house.settlement, currency, from, { holder: account, minor });
        minor += inBucket;
      }
    }
    house.buckets.delete(account);
  }
}
