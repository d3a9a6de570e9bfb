import { finished } from 'node:stream/promises';
import type { Kafka, Producer } from 'kafkajs';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RawEvent } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { createMissingTopics } from '#libs/messaging/index.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import type { BenchServers } from './bench-servers.js';

const PARTITIONS = 4;
/** Of one request: topics of the clearing house take batches of up to 8 MiB. */
const REQUEST_BYTES_MAX = 4 * 1024 ** 2;
const ALL = -1;
const COLUMNS =
  'ledger_id, position, stream_id, type, schema_version, recorded_at_ms, ledger_time_ms, effective_date, causation, payload, hash';

/** What Postgres and kafkajs take for the rows and messages of a cycle, with no logic between. */
export class CycleFloor {
  private copies = 0;

  private constructor(
    private readonly client: pg.Client,
    private readonly producer: Producer,
  ) {}

  static async open(servers: BenchServers, kafka: Kafka): Promise<CycleFloor> {
    const connectionString = await createTestDatabase(servers.databaseUrl);
    await runMigrations(connectionString);
    const client = new pg.Client({ connectionString });
    await client.connect();
    const admin = kafka.admin();
    await admin.connect();
    await createMissingTopics(admin, 'floor', PARTITIONS);
    await admin.disconnect();
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    return new CycleFloor(client, producer);
  }

  /** Copies rows as they stand into a table like theirs, and commits. @returns ms */
  async copy(rows: readonly RawEvent[]): Promise<number> {
    this.copies += 1;
    const lines = rows.map((row) => copyLine(`floor-${this.copies}`, row)).join('');
    const startedMs = performance.now();
    await this.client.query('BEGIN');
    const stream = this.client.query(copyFrom(`COPY event (${COLUMNS}) FROM STDIN`));
    stream.end(lines);
    await finished(stream);
    await this.client.query('COMMIT');
    return performance.now() - startedMs;
  }

  /** Sends messages as they stand, in as few requests as the broker takes. @returns ms */
  async send(messages: readonly OutgoingMessage[]): Promise<number> {
    const startedMs = performance.now();
    for (const part of requests(messages)) {
      const topics = new Set(part.map(({ topic }) => topic));
      await this.producer.sendBatch({
        acks: ALL,
        topicMessages: [...topics].map((topic) => ({
          topic,
          messages: part.filter((each) => each.topic === topic),
        })),
      });
    }
    return performance.now() - startedMs;
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
    await this.client.end();
  }
}

function copyLine(ledger: string, row: RawEvent): string {
  const { position, streamId, type, schemaVersion, recordedAtMs, ledgerTimeMs, hash } = row;
  const payload = row.payloadText.replaceAll('\\', '\\\\');
  return `${ledger}\t${position}\t${streamId}\t${type}\t${schemaVersion}\t${recordedAtMs}\t${ledgerTimeMs ?? '\\N'}\t${row.effectiveDate ?? '\\N'}\t${row.causation}\t${payload}\t${hash}\n`;
}

function* requests(messages: readonly OutgoingMessage[]): Generator<OutgoingMessage[]> {
  let [part, bytes]: [OutgoingMessage[], number] = [[], 0];
  for (const message of messages) {
    const size = Buffer.byteLength(message.value ?? '');
    if (part.length > 0 && bytes + size > REQUEST_BYTES_MAX) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(message);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
