import type { Queryable, RawEvent } from '#libs/ledger/index.js';
import type { EventType } from '#libs/domain/events/event-catalogue.js';

const PAGE = 5_000;

type Row = [
  string,
  string,
  EventType,
  number,
  string,
  string | null,
  string | null,
  string,
  string,
  string,
];

/**
 * Every row of a ledger in the order of positions, as it is stored and whatever is wrong with it: the
 * ledger's own reader would refuse to go on where a row is missing.
 */
export async function* eventRows(
  database: Queryable,
  ledgerId: string,
): AsyncGenerator<readonly RawEvent[]> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const { rows } = await database.query<Row>({
      name: 'audit-page',
      rowMode: 'array',
      text: `SELECT position, stream_id, type, schema_version, recorded_at_ms, ledger_time_ms,
               effective_date, causation, payload, hash
             FROM event WHERE ledger_id = $1 AND position > $2 ORDER BY position LIMIT $3`,
      values: [ledgerId, after, PAGE],
    });
    if (rows.length === 0) return;
    const events = rows.map(rawEvent);
    after = events.at(-1)?.position ?? after;
    yield events;
  }
}

function rawEvent(row: Row): RawEvent {
  return {
    position: Number(row[0]),
    streamId: row[1],
    type: row[2],
    schemaVersion: row[3],
    recordedAtMs: Number(row[4]),
    ledgerTimeMs: row[5] === null ? undefined : Number(row[5]),
    effectiveDate: row[6] ?? undefined,
    causation: row[7],
    payloadText: row[8],
    hash: row[9],
  };
}
