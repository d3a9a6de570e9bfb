import { cashBook, transfer } from '#libs/domain/books/books.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { AccountSettled } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { CycleLine } from './lines/cycle-line.js';
import { LINE_KINDS, recordedLine } from './lines/line-kinds.js';

/** An account's part of a cycle as an event. */
export const accountEvent = (payload: AccountSettled): NewEvent => ({
  type: 'AccountSettled',
  streamId: `account/${payload.account}`,
  effectiveDate: payload.businessDate,
  payload,
});

/** What lines bring an account in one currency. */
export function settledAccount(
  house: HouseState,
  request: Pick<AccountSettled, 'cycleId' | 'type' | 'businessDate'>,
  account: string,
  currency: string,
  lines: readonly CycleLine[],
): AccountSettled {
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  return {
    cycleId: request.cycleId,
    type: request.type,
    businessDate: request.businessDate,
    cyclePosition: house.position + 1,
    account,
    currency,
    amount: formatUnits(amountMinor, scaleOf(house, currency)),
    lines: lines.map((line) => recordedLine(house, line)),
    journal: journalOf(account, currency, lines),
  };
}

/** Each kind of line is paid through its book, netted; what nets to nothing moves nothing. */
function journalOf(account: string, currency: string, lines: readonly CycleLine[]): JournalLine[] {
  const byBook = new Map<string, bigint>();
  for (const { kind, amountMinor } of lines) {
    const book = LINE_KINDS[kind].bookOf(currency);
    byBook.set(book, (byBook.get(book) ?? 0n) + amountMinor);
  }
  return [...byBook]
    .filter(([, minor]) => minor !== 0n)
    .flatMap(([book, minor]) => transfer(book, cashBook(account, currency), currency, minor));
}

const scaleOf = (house: HouseState, currency: string): number =>
  referenceOf(house).data.currencies[currency]?.scale ?? 0;

/** What was received per currency, in major units. */
export function turnoverOf(
  house: HouseState,
  settled: readonly AccountSettled[],
): { currency: string; amount: string }[] {
  const paid = new Map<string, bigint>();
  for (const { journal } of settled)
    for (const { book, asset, amount } of journal) {
      const units = BigInt(amount);
      if (book.startsWith('account/') && units > 0n)
        paid.set(asset, (paid.get(asset) ?? 0n) + units);
    }
  return [...paid].map(([currency, units]) => ({
    currency,
    amount: formatUnits(units, scaleOf(house, currency)),
  }));
}
