import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import { holderOfCashBook } from '#libs/domain/books/holder.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { SettlementCycleCompleted } from '#libs/domain/events/settlement-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { gainsNotPaidIn } from './cycle-debts.js';

/**
 * Whether a cycle that is about to be booked is SETTLED with it: whoever pays in it pays out of cash that
 * has come in, so that it makes no debt and counts on no other cycle, nor on a default that waits for money.
 * @param events those of the cycle
 */
export function settlesAtOnce(house: HouseState, events: readonly NewEvent[]): boolean {
  const given = new Map<string, bigint>();
  return events.every((event) => {
    if (event.type === 'SettlementCycleCompleted')
      return isGivenPaidIn(house, event.payload, given);
    if (event.type !== 'AccountSettled') return true;
    const { currency, journal } = event.payload;
    return [...amountsByHolder(journal)].every(([holder, amount]) => {
      if (amount >= 0n) return true;
      const before = balanceOf(house.books, cashBook(holder, currency), currency);
      const held = before + (given.get(`${holder} ${currency}`) ?? 0n);
      return held - gainsNotPaidIn(house.settlement, holder, currency) >= -amount;
    });
  });
}

/**
 * Whether what defaults give in the cycle has come in.
 * @param given takes what it is, by `holder currency`, in minor units
 */
function isGivenPaidIn(
  { settlement }: HouseState,
  { journal = [], defaults = [] }: SettlementCycleCompleted,
  given: Map<string, bigint>,
): boolean {
  for (const { book, asset, amount } of journal) {
    const holder = holderOfCashBook(book);
    if (holder === undefined) continue;
    if (BigInt(amount) < 0n && gainsNotPaidIn(settlement, holder, asset) > 0n) return false;
    const key = `${holder} ${asset}`;
    given.set(key, (given.get(key) ?? 0n) + BigInt(amount));
  }
  return defaults.every(({ defaultId }) => !settlement.sources.has(defaultId));
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
