import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
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
    const { account, currency, journal } = event.payload;
    const book = cashBook(account, currency);
    const paid = journal.reduce(
      (sum, line) => (line.book === book ? sum - BigInt(line.amount) : sum),
      0n,
    );
    if (paid <= 0n) return true;
    const held = balanceOf(house.books, book, currency);
    return held - gainsNotPaidIn(house.settlement, account, currency) >= paid;
  });
}
