import type { JournalLine } from '#libs/domain/events/journal.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { StoredEvent } from '#libs/ledger/index.js';
import type { BookOfRecord } from './default-record.js';

/**
 * What went over the default's own books, `default/<ID>/...`, with what they then held: all of them are
 * empty when it is closed.
 * @param scaleOf decimals of a currency
 */
export function bookOfDefault(
  events: readonly StoredEvent[],
  defaultId: string,
  scaleOf: (currency: string) => number,
): BookOfRecord[] {
  const prefix = `default/${defaultId}/`;
  const balances = new Map<string, bigint>();
  return events.flatMap((event) => {
    const changes = new Map<string, { readonly asset: string; units: bigint }>();
    for (const { book, asset, amount } of journalOf(event)) {
      if (!book.startsWith(prefix)) continue;
      const change = changes.get(book);
      if (change) change.units += BigInt(amount);
      else changes.set(book, { asset, units: BigInt(amount) });
    }
    return [...changes].map(([book, { asset, units }]) => {
      const balance = (balances.get(book) ?? 0n) + units;
      balances.set(book, balance);
      const scale = scaleOf(asset);
      return {
        position: event.position,
        event: nameOf(event),
        currency: asset,
        change: formatUnits(units, scale),
        balance: formatUnits(balance, scale),
      };
    });
  });
}

const journalOf = ({ payload }: StoredEvent): readonly JournalLine[] =>
  'journal' in payload ? (payload.journal ?? []) : [];

/** A step by its name and its layer; another event by its type. */
export function nameOf(event: StoredEvent): string {
  if (event.type !== 'DefaultStepTaken') return event.type;
  const { payload } = event;
  return payload.step === 'LAYER_APPLIED' ? `LAYER_APPLIED ${payload.layer}` : payload.step;
}
