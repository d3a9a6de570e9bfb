import type { NestExpressApplication } from '@nestjs/platform-express';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OperatorCommand } from '#libs/domain/inputs/inputs.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { createKafka, createMissingTopics, topicName } from '#libs/messaging/index.js';
import { OperatorClient, OperatorProblem } from '#libs/operator-client/index.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { createLogger } from '#libs/platform/logging.js';
import {
  type TestServers,
  createTestDatabase,
  makeTopicPrefix,
  startTestServers,
} from '#libs/platform/test-servers.js';
import { DOCUMENT, referenceDataApplied } from '#libs/projections/reference-data.fixture.js';
import { TestLedger } from '#libs/projections/test-ledger.fixture.js';
import { createBackOffice } from './create-back-office.js';

type Kafka = ReturnType<typeof createKafka>;

let servers: TestServers;
let pool: pg.Pool;
let kafka: Kafka;
let decider: ReturnType<Kafka['consumer']>;
let app: NestExpressApplication;
let client: OperatorClient;
let ledger: TestLedger;
const prefix = makeTopicPrefix();
const commands: OperatorCommand[] = [];

/** Stands where the core would: answers every command, and refuses those of the year 2000. */
async function answer(command: OperatorCommand): Promise<void> {
  commands.push(command);
  const refused = JSON.stringify(command.body).includes('2000-');
  await ledger.append([
    {
      type: 'CommandAnswered',
      streamId: `command/${command.commandId}`,
      identity: `command/${command.commandId}`,
      payload: {
        commandId: command.commandId,
        command: command.body.type,
        by: command.by,
        outcome: refused ? 'REFUSED' : 'DONE',
        result: refused
          ? { code: 'MISSING_PRICES', reason: 'no price', missing: ['SPX-FUT'] }
          : { n: commands.length },
      },
    },
  ]);
}

beforeAll(async () => {
  servers = await startTestServers({ postgres: true, kafka: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  const configuration = readServiceConfiguration({
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: servers.kafkaBrokers,
    CCP_TOPIC_PREFIX: prefix,
  });
  kafka = createKafka(configuration, 'test');
  const admin = kafka.admin();
  await admin.connect();
  await createMissingTopics(admin, prefix, 2);
  await admin.disconnect();
  ledger = await TestLedger.open(pool, 'main');
  await ledger.append([referenceDataApplied()]);
  decider = kafka.consumer({ groupId: 'decider', maxWaitTimeInMs: 20 });
  await decider.subscribe({ topic: topicName(prefix, 'commands'), fromBeginning: true });
  await decider.run({
    eachMessage: async ({ message }) =>
      answer(JSON.parse(String(message.value)) as OperatorCommand),
  });
  app = await createBackOffice(configuration, createLogger('test', 'silent'));
  await app.listen(0, '127.0.0.1');
  client = new OperatorClient(await app.getUrl());
}, 120_000);

afterAll(async () => {
  await app?.close();
  await decider?.disconnect();
  ledger?.close();
  await pool?.end();
  await servers?.stop();
});

describe('an operator’s command', () => {
  it('goes over Kafka and comes back with the answer of the ledger', async () => {
    const result = await client.settle({ type: 'EOD', date: '2026-11-20', by: 'olga' });
    expect(result).toEqual({ n: 1 });
    expect(commands.at(-1)).toMatchObject({
      ledger: 'main',
      by: 'olga',
      body: { type: 'SETTLE', cycleType: 'EOD', date: '2026-11-20' },
    });
  });

  it('is refused with the result of the refusal', async () => {
    const refusal = client.settle({ type: 'EOD', date: '2000-01-03' });
    await expect(refusal).rejects.toThrow(OperatorProblem);
    await expect(refusal).rejects.toMatchObject({
      message: 'no price',
      problem: { status: 409, result: { missing: ['SPX-FUT'] } },
    });
  });

  it('is carried out once under one idempotency key', async () => {
    const options = { idempotencyKey: 'cancel-1' };
    const body = { reason: 'paid by wire', by: 'olga' };
    const first = await client.post('margin-calls/main-000001/cancellation', body, options);
    const sent = commands.length;
    expect(await client.post('margin-calls/main-000001/cancellation', body, options)).toEqual(
      first,
    );
    expect(commands).toHaveLength(sent);
  });

  it('is none for a check of reference data, which is answered from the ledger as it is', async () => {
    const document = { ...DOCUMENT, marginCalls: { ...DOCUMENT.marginCalls, dueMinutes: 7 } };
    const [sent, head] = [commands.length, ledger.head];
    const key = { idempotencyKey: 'apply-1' };
    const body = { document, by: 'olga' };
    const changes = [{ path: 'marginCalls.dueMinutes', before: 60, after: 7 }];
    const checked = await client.post('reference-data?check=true', body, key);
    expect(checked).toMatchObject({ checked: true, position: head, changes, needsApproval: [] });
    expect([commands.length, ledger.head]).toEqual([sent, head]);
    await client.post('reference-data', body, key);
    expect(commands.at(-1)).toMatchObject({
      commandId: 'apply-1',
      by: 'olga',
      body: { type: 'APPLY_REFERENCE_DATA', document },
    });
    const other = { ...DOCUMENT, ledger: 'gas' };
    await expect(client.applyReferenceData(other, 'olga', 'check')).rejects.toMatchObject({
      problem: { status: 400, errors: [{ field: 'ledger' }] },
    });
  });

  it('proposes, confirms and withdraws changes of reference data, each by its own name', async () => {
    const document = { ...DOCUMENT, marginCalls: { ...DOCUMENT.marginCalls, dueMinutes: 9 } };
    await client.applyReferenceData(document, 'olga', 'propose');
    await client.post('reference-data/proposals/main-P1/confirmation', { by: 'otto' });
    await client.post('reference-data/proposals/main-P2/withdrawal', { by: 'olga' });
    expect(commands.slice(-3).map(({ by, body }) => [by, body])).toEqual([
      ['olga', { type: 'PROPOSE_REFERENCE_DATA', document }],
      ['otto', { type: 'CONFIRM_REFERENCE_DATA', proposalId: 'main-P1' }],
      ['olga', { type: 'WITHDRAW_REFERENCE_DATA', proposalId: 'main-P2' }],
    ]);
  });

  it('carries a long history in parts, scaled exactly and sorted', async () => {
    const closes = Array.from({ length: 8_500 }, (_, i): [string, string] => [
      new Date(Date.UTC(2025, 0, 1) - i * 86_400_000).toISOString().slice(0, 10),
      '20.10',
    ]);
    const before = commands.length;
    await client.importHistory('SPX.VOL', closes, { scale: '0.01' });
    const bodies = commands.slice(before).map(({ body }) => body);
    expect(bodies.map((body) => body.type === 'IMPORT_HISTORY' && body.closes.length)).toEqual([
      4_000, 4_000, 500,
    ]);
    const dates = bodies.flatMap((body) =>
      body.type === 'IMPORT_HISTORY' ? body.closes.map(([date]) => date) : [],
    );
    expect(dates).toEqual([...dates].sort());
    expect(bodies.at(-1)).toMatchObject({
      closes: expect.arrayContaining([['2025-01-01', '0.201']]),
    });
  });
});

describe('wait for idleness', () => {
  const trades = topicName(prefix, 'trades');

  async function decided(upTo: Map<string, string>): Promise<void> {
    for (const [place, next] of upTo) {
      const [topic, partition] = place.split('|');
      await pool.query(
        `INSERT INTO consumer_offset VALUES ('main', $1, $2, $3, 'c', NULL)
         ON CONFLICT (ledger_id, topic, partition) DO UPDATE SET next_offset = excluded.next_offset`,
        [topic, partition, next],
      );
    }
    await pool.query(
      `INSERT INTO publisher_checkpoint VALUES ('main', 1, $1, 1000)
       ON CONFLICT (ledger_id) DO UPDATE SET position = excluded.position`,
      [ledger.head],
    );
  }

  async function ends(): Promise<Map<string, string>> {
    const admin = kafka.admin();
    await admin.connect();
    const found = new Map<string, string>();
    for (const name of ['trades', 'commands'] as const) {
      const topic = topicName(prefix, name);
      for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
        found.set(`${topic}|${partition}`, high);
      }
    }
    await admin.disconnect();
    return found;
  }

  it('ends when all that was sent is decided and published, and says what is behind until then', async () => {
    await decided(await ends());
    expect(await client.waitIdle(10_000)).toMatchObject({ idle: true, position: ledger.head });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({
      topic: trades,
      messages: [{ key: 'k', value: 'not decided', partition: 1 }],
    });
    await producer.disconnect();
    await expect(client.waitIdle(2_500)).rejects.toMatchObject({
      problem: {
        status: 504,
        detail: expect.stringContaining(`${trades} partition 1 is decided to 0 of 1`),
      },
    });
    const waiting = client.waitIdle(10_000);
    await vi.waitFor(async () => decided(await ends()));
    expect(await waiting).toMatchObject({ idle: true });
  }, 30_000);

  it('does not wait for the marker that ends a transaction, which nobody ever reads', async () => {
    const producer = kafka.producer({
      transactionalId: `${prefix}-t`,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic: trades, messages: [{ key: 'k', value: 'v', partition: 0 }] });
    await transaction.commit();
    await producer.disconnect();
    // The broker writes the marker a moment after the commit was answered.
    await vi.waitFor(async () => expect((await ends()).get(`${trades}|0`)).toBe('2'), 5_000);
    const all = await ends();
    await decided(new Map([...all, [`${trades}|0`, '1']]));
    expect(await client.waitIdle(15_000)).toMatchObject({ idle: true });
  }, 30_000);
});
