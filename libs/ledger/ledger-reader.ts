import type pg from 'pg';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { EventType, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { GENESIS_HASH } from './hash-chain.js';

export interface LedgerHead {
  readonly position: number;
  readonly hash: string;
  readonly epoch: number;
  /** Requirements and calls are decided up to here. */
  readonly evaluatedPosition: number;
  /** The last evaluation that changed a requirement. */
  readonly evaluationSeq: number;
}

/** An event as its row has it, the payload still as text. */
export interface RawEvent {
  readonly position: number;
  readonly streamId: string;
  readonly type: EventType;
  readonly schemaVersion: number;
  readonly recordedAtMs: number;
  readonly ledgerTimeMs: number | undefined;
  readonly effectiveDate: string | undefined;
  readonly causation: string;
  readonly payloadText: string;
  readonly hash: string;
}

export type StoredEvent = RecordedEvent & { readonly hash: string; readonly payloadText: string };

/** Whatever runs a query: a pool, or one connection inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

const COLUMNS =
  'position, stream_id, type, schema_version, recorded_at_ms, ledger_time_ms, effective_date, causation, payload, hash';

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

/** Reads the payload of a raw event. */
export function parseEvent(raw: RawEvent): StoredEvent {
  const payload: unknown = JSON.parse(raw.payloadText);
  return { ...raw, payload } as StoredEvent;
}

/** Reads one ledger, in order, by position. */
export class LedgerReader {
  constructor(
    private readonly database: Queryable,
    private readonly ledgerId: string,
  ) {}

  /** Where the ledger ends; position 0 when nothing was ever decided. */
  async head(): Promise<LedgerHead> {
    const { rows } = await this.database.query<{
      last_position: string;
      head_hash: string;
      epoch: string;
      evaluated_position: string;
      evaluation_seq: string;
    }>(
      'SELECT last_position, head_hash, epoch, evaluated_position, evaluation_seq FROM ledger_head WHERE ledger_id = $1',
      [this.ledgerId],
    );
    const row = rows[0];
    if (!row)
      return { position: 0, hash: GENESIS_HASH, epoch: 0, evaluatedPosition: 0, evaluationSeq: 0 };
    return {
      position: Number(row.last_position),
      hash: row.head_hash,
      epoch: Number(row.epoch),
      evaluatedPosition: Number(row.evaluated_position),
      evaluationSeq: Number(row.evaluation_seq),
    };
  }

  /** Up to `limit` events after a position, payloads as text, without a gap. */
  async rawPage(after: number, limit: number): Promise<RawEvent[]> {
    const { rows } = await this.database.query<Row>({
      name: 'ledger-page',
      rowMode: 'array',
      text: `SELECT ${COLUMNS} FROM event WHERE ledger_id = $1 AND position > $2 ORDER BY position LIMIT $3`,
      values: [this.ledgerId, after, limit],
    });
    const events = rows.map(rawEvent);
    events.forEach((event, i) =>
      invariant(
        event.position === after + i + 1,
        () =>
          `ledger ${this.ledgerId}: event ${after + i + 1} is missing, ${event.position} follows`,
      ),
    );
    return events;
  }

  /** Up to `limit` events after a position. */
  async page(after: number, limit: number): Promise<StoredEvent[]> {
    return (await this.rawPage(after, limit)).map(parseEvent);
  }

  /** The events at these positions, in no particular order; what is not there is left out. */
  async at(positions: readonly number[]): Promise<StoredEvent[]> {
    if (positions.length === 0) return [];
    const { rows } = await this.database.query<Row>({
      rowMode: 'array',
      text: `SELECT ${COLUMNS} FROM event WHERE ledger_id = $1 AND position = ANY($2::bigint[])`,
      values: [this.ledgerId, positions],
    });
    return rows.map((row) => parseEvent(rawEvent(row)));
  }

  /** Up to `limit` events of some types after a position and up to another, in order. */
  async ofTypes(
    types: readonly EventType[],
    after: number,
    until: number,
    limit: number,
  ): Promise<StoredEvent[]> {
    const { rows } = await this.database.query<Row>({
      rowMode: 'array',
      text: `SELECT ${COLUMNS} FROM event WHERE ledger_id = $1 AND position > $2 AND position <= $3 AND type = ANY($4::text[]) ORDER BY position LIMIT $5`,
      values: [this.ledgerId, after, until, types, limit],
    });
    return rows.map((row) => parseEvent(rawEvent(row)));
  }

  /** All events from `after` (exclusive) to `until` (inclusive; default: the end as it is reached). */
  async *follow(after: number, until = Number.MAX_SAFE_INTEGER, pageSize = 5_000) {
    let position = after;
    while (position < until) {
      const events = await this.page(position, Math.min(pageSize, until - position));
      if (events.length === 0) return;
      yield events;
      position += events.length;
    }
  }
}
