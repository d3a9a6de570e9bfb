import { LedgerReader, type Queryable } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { HISTORY_PAGE_SIZE } from './limits.js';

/** A point of the past: a ledger position, or an instant on the ledger's clock. */
export type AsOf = { readonly position: number } | { readonly instantMs: number };

/**
 * The last position that a point of the past includes: of an instant, the last event decided at a
 * ledger time not after it. Never beyond the head.
 */
export async function resolveAsOf(
  database: Queryable,
  ledgerId: string,
  asOf: AsOf,
): Promise<number> {
  const head = (await new LedgerReader(database, ledgerId).head()).position;
  if ('position' in asOf) return Math.min(asOf.position, head);
  // Ledger time never goes back, so the boundary is found by halving.
  let low = 0;
  let high = head;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const { rows } = await database.query<{ ledger_time_ms: string | null }>({
      name: 'ledger-time-at',
      text: 'SELECT ledger_time_ms FROM event WHERE ledger_id = $1 AND position = $2',
      values: [ledgerId, middle],
    });
    const time = rows[0]?.ledger_time_ms;
    if (time === null || time === undefined || Number(time) <= asOf.instantMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Passes every event up to a position to `fold`, a page at a time, so that memory stays bounded. */
export async function foldUntil(
  database: Queryable,
  ledgerId: string,
  until: number,
  fold: (event: RecordedEvent) => void,
): Promise<void> {
  const reader = new LedgerReader(database, ledgerId);
  for await (const events of reader.follow(0, until, HISTORY_PAGE_SIZE)) events.forEach(fold);
}
