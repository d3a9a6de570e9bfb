import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import { holderOfCashBook } from '#libs/domain/books/holder.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { gainsNotPaidIn } from './cycle-debts.js';

/**
 * Whether a cycle that is about to be booked is SETTLED with it: whoever pays in it pays out of cash that
 * has come in, so that it makes no debt and counts on no other cycle.
 * @param events those of the cycle
 */
export function settlesAtOnce(house: HouseState, events: readonly NewEvent[]): boolean {
  return events.every((event) => {
    if (event.type !== 'AccountSettled') return true;
    const { currency, journal } = event.payload;
    return [...amountsByHolder(journal)].every(([holder, amount]) => {
      if (amount >= 0n) return true;
      const held = balanceOf(house.books, cashBook(holder, currency), currency);
      return held - gainsNotPaidIn(house.settlement, holder, currency) >= -amount;
    });
  });
}

/** What a part brings the account and each of its buckets, in minor units. */
function amountsByHolder(journal: readonly JournalLine[]): Map<string, bigint> {
  const amounts = new Map<string, bigint>();
  for (const { book, amount } of journal) {
    const holder = holderOfCashBook(book);
    if (holder !== undefined) amounts.set(holder, (amounts.get(holder) ?? 0n) + BigInt(amount));
  }
  return amounts;
}
