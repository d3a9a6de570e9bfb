import { cashBook, transfer } from '#libs/domain/books/books.js';
import { holderOfPosition } from '#libs/domain/collateral/buckets.js';
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
    lines: lines.map((line) => recordedLine(house, account, line)),
    journal: journalOf(house, account, currency, lines),
  };
}

/**
 * Each kind of line is paid through its book, netted for the account and for each of its buckets; what
 * nets to nothing moves nothing.
 */
function journalOf(
  house: HouseState,
  account: string,
  currency: string,
  lines: readonly CycleLine[],
): JournalLine[] {
  const entries = new Map<string, { from: string; holder: string; minor: bigint }>();
  for (const { kind, instrument, amountMinor } of lines) {
    const from = LINE_KINDS[kind].bookOf(currency);
    const holder = holderOfPosition(house, account, instrument);
    const key = `${from} ${holder}`;
    const minor = (entries.get(key)?.minor ?? 0n) + amountMinor;
    entries.set(key, { from, holder, minor });
  }
  return [...entries.values()]
    .filter(({ minor }) => minor !== 0n)
    .flatMap(({ from, holder, minor }) =>
      transfer(from, cashBook(holder, currency), currency, minor),
    );
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
