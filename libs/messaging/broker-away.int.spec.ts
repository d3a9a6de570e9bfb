import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, Partitioners, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startEmbeddedKafka, type EmbeddedKafka } from '#libs/platform/embedded-kafka.js';
import { makeTestDataDir, makeTopicPrefix } from '#libs/platform/test-servers.js';
import { createMissingTopics } from './create-topics.js';
import { InputPositions } from './input-positions.js';
import { KafkaBatchStrategy } from './kafka-batch.strategy.js';
import type { MessageBatch } from './message-batch.js';
import { topicName } from './topics.js';

/** Long enough for a client that is asked to be impatient. */
const AWAY_MS = 2_000;

/** A broker of this file's own, since it stops it. */
const dataDir = makeTestDataDir();
let broker: EmbeddedKafka;

beforeAll(async () => {
  broker = await startEmbeddedKafka({ dataDir });
});
afterAll(async () => {
  await broker?.stop();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function send(kafka: Kafka, topic: string, values: readonly string[]): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

it('a broker that is away for longer than the client is patient is waited for', async () => {
  const prefix = makeTopicPrefix();
  const topic = topicName(prefix, 'trades');
  const patience = { initialRetryTime: 50, maxRetryTime: 100, retries: 3 };
  const brokers = [broker.kafkaBrokers];
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: patience });
  const admin = kafka.admin();
  await admin.connect();
  await createMissingTopics(admin, prefix, 1);
  await admin.disconnect();
  const taken: string[] = [];
  const [interruptions, others]: [Error[], unknown[]] = [[], []];
  const strategy = new KafkaBatchStrategy({
    kafka,
    topicPrefix: prefix,
    groupId: `${prefix}-group`,
    positions: new InputPositions([]),
    onInterruption: (error) => interruptions.push(error),
    onFailure: (error) => others.push(error),
    onGap: (gap) => others.push(gap),
  });
  strategy.addHandler('trades', ({ messages }: MessageBatch) => {
    taken.push(...messages.map(({ value }) => String(value)));
    return Promise.resolve();
  });
  await new Promise<void>((resolve, reject) => {
    strategy.listen((error) => (error instanceof Error ? reject(error) : resolve()));
  });
  const takes = (values: readonly string[]): Promise<void> =>
    vi.waitFor(() => expect(taken).toEqual(values), { timeout: 90_000, interval: 25 });
  try {
    await send(kafka, topic, ['before']);
    await takes(['before']);
    await broker.stop();
    await vi.waitFor(() => expect(interruptions).not.toEqual([]), { timeout: 90_000 });
    await sleep(AWAY_MS);
    broker = await startEmbeddedKafka({ dataDir, port: broker.port });
    const patient = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
    await send(patient, topic, ['after']);
    await takes(['before', 'after']);
    expect(others).toEqual([]);
  } finally {
    await strategy.close();
  }
});
