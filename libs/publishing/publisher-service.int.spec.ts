import { Kafka, logLevel } from 'kafkajs';
import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  vi,
} from 'vitest';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import {
  createMissingTopics,
  memberTopicsOpener,
  TransactionalSender,
} from '#libs/messaging/index.js';
import type { OutputTopicName } from '#libs/messaging/topics.js';
import { createLogger } from '#libs/platform/logging.js';
import { createTestDatabase, makeTopicPrefix } from '#libs/platform/test-servers.js';
import { deposited, novated, TestLedger } from '#libs/projections/test-ledger.fixture.js';
import { KafkaBench, type ReadMessage } from '../../test/support/kafka-bench.js';
import { PublisherService } from './index.js';

const PARTITIONS = 2;
/** Nobody listens there. */
const NOWHERE = new Kafka({
  brokers: ['127.0.0.1:1'],
  logLevel: logLevel.NOTHING,
  retry: { retries: 0 },
});
const WAIT_MS = 20_000;

let pool: pg.Pool;
let bench: KafkaBench;
let prefix: string;
let ledgerId: string;
let ledger: TestLedger;
let ledgers = 0;
const running: { publisher: PublisherService; ended: Promise<void> }[] = [];

beforeAll(async () => {
  const databaseUrl = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl, { max: 8 });
  bench = await KafkaBench.connect(inject('kafkaBrokers'));
});
beforeEach(async () => {
  prefix = makeTopicPrefix();
  await createMissingTopics(bench.admin, prefix, PARTITIONS);
  ledgerId = `ledger-${++ledgers}`;
  ledger = await TestLedger.open(pool, ledgerId);
});
afterEach(async () => {
  for (const { publisher } of running) publisher.stop();
  await Promise.all(running.splice(0).map(({ ended }) => ended));
  ledger.close();
});
afterAll(async () => {
  await Promise.all([pool?.end(), bench?.close()]);
});

function startPublisher(kafka = bench.kafka): PublisherService {
  const senders = {
    ledger: new TransactionalSender(kafka, `${prefix}-publisher-ledger`),
    answers: new TransactionalSender(kafka, `${prefix}-publisher`),
    members: new TransactionalSender(kafka, `${prefix}-publisher-members`),
  };
  const log = createLogger('test', 'silent');
  const openTopics = memberTopicsOpener(bench.kafka, prefix, log);
  const publisher = new PublisherService(pool, ledgerId, prefix, senders, openTopics, log);
  running.push({ publisher, ended: publisher.run() });
  return publisher;
}

const read = (name: OutputTopicName): Promise<ReadMessage[]> => bench.readAll(`${prefix}.${name}`);

async function publishedTo(position: number): Promise<void> {
  await vi.waitFor(async () => expect(await checkpoint()).toBe(position), WAIT_MS);
  // A broker acknowledges a transaction a moment before readers of committed messages see it.
  const id = `${ledgerId}:${position}`;
  await vi.waitFor(async () => expect(ids(await read('ledger'))).toContain(id), WAIT_MS);
}

async function checkpoint(): Promise<number> {
  const { rows } = await pool.query<{ position: string }>(
    'SELECT position FROM publisher_checkpoint WHERE ledger_id = $1',
    [ledgerId],
  );
  return Number(rows[0]?.position ?? 0);
}

const trade = (tradeId: string): NewEvent => ({
  ...novated(tradeId, { quantity: '1', buyer: 'ALPHA/HOUSE', seller: 'BETA/C1' }),
  streamId: `trade/XSIM/${tradeId}`,
});

/** An event with a long text, in the stream of one trade. */
const longRefusal = (length: number): NewEvent => ({
  type: 'TradeRejected',
  streamId: 'trade/XSIM/LONG',
  payload: { tradeId: 'LONG', venue: 'XSIM', code: 'INVALID_FIELD', reason: 'x'.repeat(length) },
});

const ids = (messages: readonly ReadMessage[]): string[] =>
  messages.map(({ headers }) => headers['ce_id'] ?? 'none');

describe('a publisher', () => {
  it('sends the ledger and its answers in order, and a repeated answer as the first', async () => {
    await ledger.append([trade('T1'), deposited('C1', 'ALPHA/HOUSE', 100), trade('T2')]);
    const repeated: NewEvent = {
      type: 'AnswerRepeated',
      streamId: 'trade/XSIM/T1',
      payload: { identity: 'trade/XSIM/T1', position: 1 },
    };
    startPublisher();
    await publishedTo(3);
    await ledger.append([repeated]);
    await publishedTo(4);
    const events = await read('ledger');
    expect(ids(events).sort()).toEqual([1, 2, 3, 4].map((position) => `${ledgerId}:${position}`));
    const answers = await read('trade-status');
    const ofFirst = answers.filter(({ key }) => key === 'T1');
    expect(ids(ofFirst)).toEqual([`${ledgerId}:1:1`, `${ledgerId}:1:1`]);
    expect(String(ofFirst[1]?.value)).toBe(String(ofFirst[0]?.value));
    expect(ofFirst[0]?.headers).toEqual({
      ce_id: `${ledgerId}:1:1`,
      ce_source: `/ccp/${ledgerId}`,
      ce_type: 'ccp.trade-status.v1',
      ce_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      ce_specversion: '1.0',
      'content-type': 'application/json',
    });
    expect(ids(await read('collateral-status'))).toEqual([`${ledgerId}:2:1`]);
  });

  it('moves its checkpoint only once the broker has what it sent', async () => {
    await ledger.append([trade('T1')]);
    const cutOff = startPublisher(NOWHERE);
    await vi.waitFor(() => expect(cutOff.status).toBe('active'), WAIT_MS);
    await sleep(700);
    expect(await checkpoint()).toBe(0);
    cutOff.stop();
    startPublisher();
    await publishedTo(1);
    expect(ids(await read('trade-status'))).toEqual([`${ledgerId}:1:1`]);
  });

  it('is one of two: the other one waits, and goes on when the first has stopped', async () => {
    const first = startPublisher();
    await vi.waitFor(() => expect(first.status).toBe('active'), WAIT_MS);
    const second = startPublisher();
    await ledger.append([trade('T1')]);
    await publishedTo(1);
    expect(second.status).toBe('standby');
    first.stop();
    await vi.waitFor(() => expect(second.status).toBe('active'), WAIT_MS);
    await ledger.append([trade('T2')]);
    await publishedTo(2);
    expect(ids(await read('trade-status')).sort()).toEqual([`${ledgerId}:1:1`, `${ledgerId}:2:1`]);
  });

  it('comes past more than a broker takes in one batch, and past an event longer than that', async () => {
    await ledger.append(Array.from({ length: 300 }, () => longRefusal(6_000)));
    await ledger.append([longRefusal(2_500_000), trade('T1')]);
    startPublisher();
    await publishedTo(302);
    const positions = (await read('ledger'))
      .filter(({ key }) => key === 'trade/XSIM/LONG')
      .map(({ headers }) => Number(headers['ce_id']?.split(':')[1]));
    expect(positions).toEqual(Array.from({ length: 301 }, (_, i) => i + 1));
  });

  it('sends the last requirement of an account, to a topic that keeps the last of each key', async () => {
    const requirement = (amount: string) => [
      { account: 'ALPHA/HOUSE', payload: { account: 'ALPHA/HOUSE', requirement: amount } },
    ];
    await ledger.append([trade('T1')], { requirements: requirement('1.00') });
    startPublisher();
    await publishedTo(1);
    await ledger.append([trade('T2')], { requirements: requirement('2.00') });
    await publishedTo(2);
    const messages = await read('margin-requirements');
    expect(messages.map(({ value }) => String(value))).toEqual([
      expect.stringContaining('1.00'),
      expect.stringContaining('2.00'),
    ]);
    expect(ids(messages)).toEqual([`${ledgerId}:1:ALPHA/HOUSE`, `${ledgerId}:2:ALPHA/HOUSE`]);
    const { resources } = await bench.admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: `${prefix}.margin-requirements` }],
    });
    const policy = resources[0]?.configEntries.find(
      ({ configName }) => configName === 'cleanup.policy',
    );
    expect(policy?.configValue).toBe('compact');
  });
});
