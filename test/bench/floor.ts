/**
 * The floor: what kafkajs and Postgres take for the same bytes, in one thread, with no logic between:
 * eachBatch, parse, hash, COPY, offset, commit; with `answers` also the two messages that a trade leads to.
 * A process of its own: `node floor.js TOPIC COUNT [answers OUT-TOPIC LEDGER-TOPIC]`, servers from the environment.
 */
import { hash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1';
const [topic = '', countText = '0', mode, answerTopic = '', ledgerTopic = ''] =
  process.argv.slice(2);
const count = Number(countText);
const ROWS = 2_000;

const kafka = new Kafka({
  clientId: 'floor',
  brokers: [process.env['KAFKA_BROKERS'] ?? ''],
  logLevel: logLevel.NOTHING,
});
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] ?? '' });
await client.connect();
const consumer = kafka.consumer({ groupId: `floor-${process.pid}`, maxWaitTimeInMs: 50 });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
let producer: Producer | undefined;
if (mode === 'answers') {
  producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
}

let position = 0;
let previous = '0'.repeat(64);
let startedMs = 0;

interface Row {
  readonly key: string;
  readonly payload: string;
  readonly hash: string;
  readonly position: number;
}

function rowOf(value: Buffer): Row {
  const message = JSON.parse(value.toString()) as Record<string, string>;
  const { sideId } = message;
  if (sideId !== undefined) return numbered(`side/${sideId}`, JSON.stringify({ ...message }));
  const { tradeId, venue, instrument, quantity, price, buyer, seller, executedAt } = message;
  const payload = JSON.stringify({
    tradeId,
    venue,
    instrument,
    quantity,
    price,
    buyer,
    seller,
    executedAt,
  });
  return numbered(`trade/${venue}/${tradeId}`, payload);
}

function numbered(key: string, payload: string): Row {
  position += 1;
  previous = hash('sha256', `${previous}\n${position}\n${payload}`, 'hex');
  return { key, payload, hash: previous, position };
}

async function write(rows: readonly Row[], partition: number, nextOffset: string): Promise<void> {
  await client.query('BEGIN');
  const stream = client.query(
    copyFrom(
      'COPY event (ledger_id, position, stream_id, type, schema_version, recorded_at_ms, ledger_time_ms, effective_date, causation, payload, hash) FROM STDIN',
    ),
  );
  const now = Date.now();
  stream.end(
    rows
      .map(
        (row) =>
          `floor\t${row.position}\t${row.key}\tTradeNovated\t1\t${now}\t${now}\t\\N\t${topic}/${partition}/${nextOffset}\t${row.payload}\t${row.hash}\n`,
      )
      .join(''),
  );
  await finished(stream);
  await client.query(
    `INSERT INTO consumer_offset VALUES ('floor', $1, $2, $3, 'cluster', '')
     ON CONFLICT (ledger_id, topic, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset`,
    [topic, partition, nextOffset],
  );
  await client.query('COMMIT');
}

const HEADERS = {
  ce_source: '/ccp/main',
  ce_type: 'ccp.trade-status.v1',
  ce_specversion: '1.0',
  'content-type': 'application/json',
};

async function answer(rows: readonly Row[]): Promise<void> {
  await producer?.sendBatch({
    acks: -1,
    topicMessages: [answerTopic, ledgerTopic].map((to) => ({
      topic: to,
      messages: rows.map(({ key, payload, position: at }) => ({
        key,
        value: `{"status":"NOVATED","position":${at},${payload.slice(1)}`,
        headers: { ...HEADERS, ce_id: `floor:${at}`, ce_time: '2026-11-20T14:00:00.000Z' },
      })),
    })),
  });
}

await consumer.run({
  autoCommit: false,
  eachBatch: async (payload) => {
    const { batch } = payload;
    startedMs ||= performance.now();
    for (let from = 0; from < batch.messages.length; from += ROWS) {
      const part = batch.messages.slice(from, from + ROWS);
      const rows = part.map(({ value }) => rowOf(value ?? Buffer.alloc(0)));
      await write(rows, batch.partition, part.at(-1)?.offset ?? '0');
      if (producer) await answer(rows);
      await payload.heartbeat();
    }
    if (position >= count) {
      process.stdout.write(`${performance.now() - startedMs}\n`);
      process.exit(0);
    }
  },
});
