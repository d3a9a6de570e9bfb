import type pg from 'pg';
import type { EncodedEvent } from './encode-event.js';
import { copyBytes, copyText } from './copy-text.js';
import { crashPoint } from './crash-points.js';
import { PipelinedStatements, type CopyData } from './pipelined-statements.js';

/** Where an input partition stands after a batch. */
export interface OffsetAdvance {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: string;
  readonly clusterId: string;
  /** Of the last message that was read: {@link consumer_offset.last_digest}. */
  readonly lastDigest: string;
}

export interface QuarantinedMessage {
  readonly position: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: string;
  readonly reason: string;
}

/** What lies behind the hash of a sealed bid. */
export interface SealedContent {
  readonly hash: string;
  readonly salt: string;
  /** Exactly as it was hashed, behind the salt. */
  readonly content: string;
}

export interface RequirementRow {
  readonly account: string;
  readonly position: number;
  readonly payloadText: string;
}

/** What one transaction writes: events and all that must move with them. */
export interface AppendBatch {
  /** The head that the batch was decided on. */
  readonly after: { readonly position: number; readonly hash: string };
  readonly events: readonly EncodedEvent[];
  readonly identities: readonly { readonly key: string; readonly position: number }[];
  readonly quarantined: readonly QuarantinedMessage[];
  readonly sealed: readonly SealedContent[];
  readonly offsets: readonly OffsetAdvance[];
  readonly requirements: readonly RequirementRow[];
  readonly evaluatedPosition: number;
  readonly evaluationSeq: number;
}

/** Somebody else decides now: the head or the epoch is not what this process left. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

/**
 * A transaction that takes longer is given up by the server, also while it waits for us: whoever was
 * stopped in the middle must not hold the head for long.
 */
const TRANSACTION_MS = 3_000;
/** A settlement cycle of very many accounts may take longer. */
const LARGE_TRANSACTION_MS = 30_000;
const USUAL_EVENTS_MAX = 10_000;

/** SQLSTATE of advance_ledger_head when this process may no longer append. */
const FENCED = 'CCP01';

const COPY_EVENTS =
  'COPY event (ledger_id, position, stream_id, type, schema_version, recorded_at_ms, ledger_time_ms, effective_date, causation, payload, hash) FROM STDIN;';
const COPY_IDENTITIES = 'COPY identity (ledger_id, key, position) FROM STDIN;';
const COPY_QUARANTINE =
  'COPY quarantine (ledger_id, position, topic, partition, message_offset, key, value, headers, reason) FROM STDIN;';

const COPY_SEALED = 'COPY sealed_bid (ledger_id, hash, salt, content) FROM STDIN;';

/** Appends to one ledger under one epoch. One append at a time. */
export class LedgerWriter {
  private client: pg.PoolClient | undefined;
  private timeout = 'statement_timeout';

  constructor(
    private readonly pool: pg.Pool,
    private readonly ledgerId: string,
    private readonly epoch: number,
  ) {}

  /**
   * Writes a batch wholly or not at all.
   * @throws FencedError when this process may no longer append
   * @throws the database's error otherwise; then it is unknown whether the batch was written:
   *   ask {@link outcome} before anything else
   */
  async append(batch: AppendBatch): Promise<void> {
    const client = await this.connection();
    try {
      const append = new PipelinedStatements(
        this.statementsOf(client, batch),
        this.copiesOf(batch),
      );
      client.query(append);
      await append.done;
      crashPoint('committed');
    } catch (error) {
      this.drop(error);
      throw isFencing(error) ? this.fenced() : error;
    }
  }

  /** Whether a batch whose append failed is in the ledger after all. @throws FencedError */
  async outcome(batch: AppendBatch): Promise<'written' | 'not-written'> {
    const { rows } = await this.pool.query<{
      last_position: string;
      head_hash: string;
      epoch: string;
    }>('SELECT * FROM ledger_head WHERE ledger_id = $1', [this.ledgerId]);
    const head = rows[0];
    if (!head || Number(head.epoch) !== this.epoch) throw this.fenced();
    const last = batch.events.at(-1) ?? batch.after;
    const position = Number(head.last_position);
    // A batch without events leaves the head where it was; writing it again changes nothing.
    if (position === batch.after.position && head.head_hash === batch.after.hash)
      return 'not-written';
    if (position === last.position && head.head_hash === last.hash) return 'written';
    throw this.fenced();
  }

  /** Ends the connection. */
  close(): void {
    this.drop(new Error('closed'));
  }

  private async connection(): Promise<pg.PoolClient> {
    if (this.client) return this.client;
    const client = await this.pool.connect();
    client.on('error', () => this.drop(new Error('connection lost')));
    try {
      await this.boundTransactionsOf(client);
    } catch (error) {
      // It is lost before it was of use: kept, it would take a place of the pool for ever.
      client.release(error instanceof Error ? error : true);
      throw error;
    }
    this.client = client;
    return client;
  }

  private async boundTransactionsOf(client: pg.PoolClient): Promise<void> {
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    // Servers from 17 on bound a whole transaction, older ones each of its statements.
    const isBounded = Number(rows[0]?.server_version_num) >= 170_000;
    this.timeout = isBounded ? 'transaction_timeout' : 'statement_timeout';
    await client.query(`SET ${this.timeout} = ${TRANSACTION_MS}`);
  }

  private drop(error: unknown): void {
    const client = this.client;
    this.client = undefined;
    client?.removeAllListeners('error');
    client?.on('error', () => undefined);
    client?.release(error instanceof Error ? error : true);
  }

  private fenced(): FencedError {
    return new FencedError(`ledger ${this.ledgerId}: epoch ${this.epoch} may no longer append`);
  }

  /** The whole transaction as one text; the data of its COPYs follows in the order of {@link copiesOf}. */
  private statementsOf(client: pg.PoolClient, batch: AppendBatch): string {
    const last = batch.events.at(-1) ?? batch.after;
    const ledger = client.escapeLiteral(this.ledgerId);
    const { after, evaluatedPosition, evaluationSeq } = batch;
    const patience =
      batch.events.length > USUAL_EVENTS_MAX
        ? `SET LOCAL ${this.timeout} = ${LARGE_TRANSACTION_MS};`
        : '';
    return `BEGIN; ${patience}
      SELECT advance_ledger_head(${ledger}, ${this.epoch}, ${after.position}, '${after.hash}',
        ${last.position}, '${last.hash}', ${evaluatedPosition}, ${evaluationSeq});
      ${batch.events.length > 0 ? COPY_EVENTS : ''}
      ${batch.identities.length > 0 ? COPY_IDENTITIES : ''}
      ${batch.quarantined.length > 0 ? COPY_QUARANTINE : ''}
      ${batch.sealed.length > 0 ? COPY_SEALED : ''}
      ${this.restOf(client, batch)} COMMIT`;
  }

  private copiesOf(batch: AppendBatch): CopyData[] {
    const ledger = copyText(this.ledgerId);
    const copies: CopyData[] = [];
    const add = (lines: readonly string[], crashPoint: string): void => {
      if (lines.length > 0) copies.push({ lines: lines.join(''), crashPoint });
    };
    add(
      batch.events.map((event) => event.copyLine),
      'events-copied',
    );
    add(
      batch.identities.map(({ key, position }) => `${ledger}\t${copyText(key)}\t${position}\n`),
      'identities-copied',
    );
    add(
      batch.quarantined.map((message) => this.quarantineLine(message)),
      'quarantine-copied',
    );
    add(
      batch.sealed.map(
        ({ hash, salt, content }) => `${ledger}\t${hash}\t${salt}\t${copyText(content)}\n`,
      ),
      'sealed-bids-copied',
    );
    return copies;
  }

  private quarantineLine(message: QuarantinedMessage): string {
    const { position, topic, partition, offset, key, value, headers, reason } = message;
    const columns = [this.ledgerId, position, topic, partition, offset, copyBytes(key)];
    return `${columns.join('\t')}\t${copyBytes(value)}\t${copyText(headers)}\t${copyText(reason)}\n`;
  }

  private restOf(client: pg.PoolClient, batch: AppendBatch): string {
    const ledger = client.escapeLiteral(this.ledgerId);
    const text = (value: string): string => client.escapeLiteral(value);
    const statements: string[] = [];
    if (batch.offsets.length > 0) {
      const rows = batch.offsets.map(
        (o) =>
          `(${ledger}, ${text(o.topic)}, ${o.partition}, ${o.nextOffset}, ${text(o.clusterId)}, ${text(o.lastDigest)})`,
      );
      statements.push(
        `INSERT INTO consumer_offset (ledger_id, topic, partition, next_offset, cluster_id, last_digest)
         VALUES ${rows.join(', ')} ON CONFLICT (ledger_id, topic, partition) DO UPDATE
         SET next_offset = EXCLUDED.next_offset, cluster_id = EXCLUDED.cluster_id, last_digest = EXCLUDED.last_digest;`,
      );
    }
    if (batch.requirements.length > 0) {
      const rows = batch.requirements.map(
        (r) =>
          `(${ledger}, ${text(r.account)}, ${r.position}, ${batch.evaluationSeq}, ${text(r.payloadText)})`,
      );
      statements.push(
        `INSERT INTO margin_requirement (ledger_id, account, position, evaluation_seq, payload)
         VALUES ${rows.join(', ')} ON CONFLICT (ledger_id, account) DO UPDATE
         SET position = EXCLUDED.position, evaluation_seq = EXCLUDED.evaluation_seq, payload = EXCLUDED.payload;`,
      );
    }
    return statements.join(' ');
  }
}

function isFencing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === FENCED;
}
