import { Controller, Inject, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { Kafka, Partitioners, logLevel, type Admin, type Producer } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
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
import { makeTopicPrefix } from '#libs/platform/test-servers.js';
import { createMissingTopics } from './create-topics.js';
import type { InputGap } from './input-gap.js';
import { InputPositions, type InputPosition } from './input-positions.js';
import { InputTopic } from './input-topic.decorator.js';
import { KafkaBatchStrategy } from './kafka-batch.strategy.js';
import type { MessageBatch } from './message-batch.js';
import { topicName } from './topics.js';

const TAKE = Symbol('take');
const PARTITIONS = 3;
const WAIT_MS = 60_000;

type Take = (batch: MessageBatch) => Promise<void>;

@Controller()
class Taker {
  constructor(@Inject(TAKE) private readonly take: Take) {}

  @InputTopic('trades')
  taken(batch: MessageBatch): Promise<void> {
    return this.take(batch);
  }
}

/** A service with nothing but the transport: what it is handed is kept, per partition. */
class Listener {
  readonly batches: MessageBatch[] = [];
  readonly gaps: InputGap[] = [];
  readonly strategy: KafkaBatchStrategy;
  readonly groupId: string;
  /** Thrown instead of taking a batch, once each. */
  readonly failures: Error[] = [];
  private app: INestMicroservice | undefined;

  constructor(known: readonly InputPosition[] = []) {
    this.groupId = `${prefix}-group-${++listeners}`;
    this.strategy = new KafkaBatchStrategy({
      kafka,
      topicPrefix: prefix,
      groupId: this.groupId,
      positions: new InputPositions(known),
      onGap: (gap) => this.gaps.push(gap),
      onFailure: (error) => this.failures.push(error),
    });
  }

  async start(): Promise<this> {
    const take: Take = (batch) => {
      const failure = this.failures.shift();
      if (failure) return Promise.reject(failure);
      this.batches.push(batch);
      return Promise.resolve();
    };
    const provider = { provide: TAKE, useValue: take };
    const module = class {};
    Module({ controllers: [Taker], providers: [provider] })(module);
    const options = { strategy: this.strategy, logger: false as const };
    this.app = await NestFactory.createMicroservice<MicroserviceOptions>(module, options);
    await this.app.listen();
    open.push(this);
    return this;
  }

  /** Values taken from a partition, in order. */
  taken(partition: number): string[] {
    return this.batches
      .filter((batch) => batch.partition === partition)
      .flatMap(({ messages }) => messages.map(({ value }) => Buffer.from(value ?? []).toString()));
  }

  /** Where a partition goes on. */
  next(partition: number): bigint {
    return this.batches.findLast((batch) => batch.partition === partition)?.nextOffset ?? 0n;
  }

  async close(): Promise<void> {
    await this.app?.close();
  }
}

let kafka: Kafka;
let admin: Admin;
let producer: Producer;
let clusterId = '';
let prefix = '';
let topic = '';
let listeners = 0;
const open: Listener[] = [];

beforeAll(async () => {
  kafka = new Kafka({
    brokers: [inject('kafkaBrokers')],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 20 },
  });
  admin = kafka.admin();
  producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
  ({ clusterId } = await admin.describeCluster());
});
beforeEach(async () => {
  prefix = makeTopicPrefix();
  topic = topicName(prefix, 'trades');
  await createMissingTopics(admin, prefix, PARTITIONS);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});
afterAll(async () => {
  await Promise.all([admin?.disconnect(), producer?.disconnect()]);
});

const words = (name: string, from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name}-${from + i}`);

async function send(partition: number, values: readonly string[]): Promise<void> {
  await producer.send({ topic, messages: values.map((value) => ({ value, partition })) });
}

const until = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: WAIT_MS, interval: 25 });

async function ends(): Promise<bigint[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.sort((a, b) => a.partition - b.partition).map(({ high }) => BigInt(high));
}

/** Each batch of a partition begins where the one before it ended. */
function expectWithoutJumps(listener: Listener): void {
  const next = new Map<number, bigint>();
  for (const { partition, messages, nextOffset } of listener.batches) {
    const [first] = messages;
    if (first) expect(BigInt(first.offset)).toBeGreaterThanOrEqual(next.get(partition) ?? 0n);
    next.set(partition, nextOffset);
  }
}

describe('input', () => {
  it('begins with the first message where nothing was read, and takes each once', async () => {
    await send(0, words('a', 0, 50));
    const listener = await new Listener().start();
    await send(2, words('c', 0, 20));
    await send(0, words('a', 50, 50));
    await until(() => {
      expect(listener.taken(0)).toEqual(words('a', 0, 100));
      expect(listener.taken(2)).toEqual(words('c', 0, 20));
    });
    expect([0, 1, 2].map((partition) => listener.next(partition))).toEqual(await ends());
    expectWithoutJumps(listener);
  });

  it('goes on where it is told to, whatever was committed, and checks what lies before', async () => {
    await send(1, words('b', 0, 40));
    const first = await new Listener().start();
    await until(() => expect(first.next(1)).toBe(40n));
    await first.close();
    await send(1, words('b', 40, 10));
    const { lastDigest } = first.batches.at(-1)!;
    const known = { topic, partition: 1, nextOffset: 40n, clusterId, lastDigest };
    const second = await new Listener([known]).start();
    await until(() => expect(second.taken(1)).toEqual(words('b', 40, 10)));
    expect(second.gaps).toEqual([]);
  });

  it.each([
    ['another message lies before it', { nextOffset: 5n, lastDigest: 'other' }, 'OTHER_CONTENT'],
    ['the topic ends before it', { nextOffset: 11n }, 'SHORTER'],
    ['it was read on another cluster', { nextOffset: 5n, clusterId: 'other' }, 'OTHER_CLUSTER'],
    ['its partition is gone', { partition: 9, nextOffset: 5n }, 'TOPIC_MISSING'],
  ])('stops and says so when %s', async (_name, differs, reason) => {
    await send(0, words('a', 0, 10));
    const known = { topic, partition: 0, nextOffset: 5n, clusterId, lastDigest: undefined };
    const listener = await new Listener([{ ...known, ...differs }]).start();
    await until(() => expect(listener.gaps).toMatchObject([{ reason, low: 0n }]));
    expect(listener.taken(0)).toEqual([]);
  });

  it('stops and says so when the topic is made anew while it is read', async () => {
    await send(0, words('old', 0, 10));
    const listener = await new Listener().start();
    await until(() => expect(listener.next(0)).toBe(10n));
    await admin.deleteTopics({ topics: [topic] });
    const create = { topics: [{ topic, numPartitions: PARTITIONS }] };
    await until(async () => expect(await admin.createTopics(create).catch(() => false)).toBe(true));
    await until(async () => expect(await ends()).toHaveLength(PARTITIONS));
    await producer.disconnect();
    await producer.connect();
    await send(0, words('new', 0, 3));
    await until(() => expect(listener.gaps.map(({ reason }) => reason)).toContain('SHORTER'));
    expect(listener.taken(0)).toEqual(words('old', 0, 10));
  });
});

describe('transactions of producers', () => {
  it('are taken when committed, and their markers are passed over to the very end', async () => {
    const listener = await new Listener().start();
    const sender = kafka.producer({
      transactionalId: `${prefix}-venue`,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await sender.connect();
    const inTransaction = async (values: readonly string[], commit: boolean): Promise<void> => {
      const transaction = await sender.transaction();
      await transaction.send({ topic, messages: values.map((value) => ({ value, partition: 0 })) });
      await (commit ? transaction.commit() : transaction.abort());
    };
    await inTransaction(words('a', 0, 5), true);
    await inTransaction(words('never', 0, 5), false);
    await inTransaction(words('a', 5, 5), true);
    // More than one fetch holds: whoever went back for it would never come past it.
    for (let i = 0; i < 6; i++) await inTransaction(['n'.repeat(900_000)], false);
    await until(async () => expect(listener.next(0)).toBe((await ends())[0]));
    await send(0, words('b', 0, 5));
    await inTransaction(words('c', 0, 1), true);
    await sender.disconnect();
    await until(async () => expect(listener.next(0)).toBe((await ends())[0]));
    expect(listener.taken(0)).toEqual([...words('a', 0, 10), ...words('b', 0, 5), 'c-0']);
    expect(listener.gaps).toEqual([]);
  });
});

describe('a handler that fails', () => {
  it('hands its own error on, unchanged by the framework', async () => {
    const listener = await new Listener().start();
    const failure = new TypeError('away');
    listener.failures.push(failure);
    const handler = listener.strategy.getHandlers().get('trades')!;
    const call = async (): Promise<unknown> => {
      const result: unknown = await handler({ messages: [] });
      return isObservable(result) ? lastValueFrom(result) : result;
    };
    await expect(call()).rejects.toBe(failure);
  });

  it('is given the same messages again, and none is lost', async () => {
    const listener = await new Listener().start();
    listener.failures.push(...words('failure', 0, 3).map((text) => new Error(text)));
    await send(0, words('a', 0, 30));
    await send(0, words('a', 30, 30));
    await until(() => expect(listener.taken(0)).toEqual(words('a', 0, 60)));
    expectWithoutJumps(listener);
  });
});

describe('a rebalance', () => {
  it('takes partitions away and brings them back, and each message is taken once', async () => {
    const listener = await new Listener().start();
    await Promise.all([0, 1, 2].map((partition) => send(partition, words(`p${partition}`, 0, 20))));
    const other = kafka.consumer({ groupId: listener.groupId });
    await other.connect();
    await other.subscribe({ topic });
    let owned: readonly number[] = [];
    other.on(other.events.GROUP_JOIN, ({ payload }) => {
      owned = payload.memberAssignment[topic] ?? [];
    });
    await other.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await until(() => expect(owned.length).toBeGreaterThan(0));
    await Promise.all(
      [0, 1, 2].map((partition) => send(partition, words(`p${partition}`, 20, 20))),
    );
    await other.disconnect();
    await Promise.all(
      [0, 1, 2].map((partition) => send(partition, words(`p${partition}`, 40, 20))),
    );
    await until(() => {
      for (const partition of [0, 1, 2])
        expect(listener.taken(partition)).toEqual(words(`p${partition}`, 0, 60));
    });
    expect(listener.gaps).toEqual([]);
  });
});
