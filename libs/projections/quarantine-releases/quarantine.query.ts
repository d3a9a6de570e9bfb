import type { Queryable } from '#libs/ledger/index.js';
import { type ListPage, cutPage, decodePosition, readAtCheckpoint } from '../list-page.js';

/** A message that could not be taken in, and what became of it. */
export interface QuarantineItem {
  /** Ledger position of its quarantine: what it is known by. */
  readonly position: number;
  readonly topic: string;
  readonly partition: number;
  /** Kafka offset, as text. */
  readonly offset: string;
  readonly reason: string;
  readonly state: 'QUARANTINED' | 'RESENT' | 'DISCARDED';
  readonly releasedBy: string | null;
  readonly releaseReason: string | null;
}

/** The same with its bytes. */
export interface QuarantinedMessage extends QuarantineItem {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: string;
}

const FIELDS = `q.position, q.topic, q.partition, q.message_offset::text AS "offset", q.reason,
  coalesce(r.action, 'QUARANTINED') AS state, r.released_by AS "releasedBy",
  r.reason AS "releaseReason"`;
const TABLES = `quarantine q LEFT JOIN quarantine_release r
  ON r.ledger_id = q.ledger_id AND r.position = q.position`;

/** Quarantined messages in ledger order. @throws InvalidCursorError */
export async function listQuarantine(
  database: Queryable,
  ledgerId: string,
  request: { limit: number; cursor?: string | undefined; state?: string | undefined },
): Promise<ListPage<QuarantineItem>> {
  const { rows, position } = await readAtCheckpoint<QuarantineItem>(
    database,
    'quarantine-releases',
    ledgerId,
    `SELECT ${FIELDS} FROM ${TABLES}
     WHERE q.ledger_id = $1 AND q.position > $2
       AND ($3::text IS NULL OR coalesce(r.action, 'QUARANTINED') = $3)
     ORDER BY q.position LIMIT $4`,
    [decodePosition(request.cursor), request.state ?? null, request.limit + 1],
  );
  const page = cutPage(
    rows,
    request.limit,
    (row) => [row.position],
    (row) => row,
  );
  return { ...page, position };
}

/** One quarantined message with its bytes; undefined when none is known by this position. */
export async function findQuarantined(
  database: Queryable,
  ledgerId: string,
  position: number,
): Promise<QuarantinedMessage | undefined> {
  const { rows } = await database.query<QuarantinedMessage & { position: string }>(
    `SELECT ${FIELDS}, q.key, q.value, q.headers FROM ${TABLES}
     WHERE q.ledger_id = $1 AND q.position = $2`,
    [ledgerId, position],
  );
  const row = rows[0];
  return row && { ...row, position: Number(row.position) };
}
