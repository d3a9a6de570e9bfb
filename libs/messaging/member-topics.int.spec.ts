import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Inject, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { Kafka, logLevel, Partitioners, type Admin, type Producer } from 'kafkajs';
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
import { createMemberTopics } from './create-topics.js';
import type { InputGap } from './input-gap.js';
import { InputPositions, type InputPosition } from './input-positions.js';
import { MemberInputTopic } from './input-topic.decorator.js';
import { KafkaBatchStrategy } from './kafka-batch.strategy.js';
import type { MessageBatch } from './message-batch.js';
import { memberTopicName } from './topics.js';

const TAKE = Symbol('take');
const WAIT_MS = 60_000;

@Controller()
class Taker {
  constructor(@Inject(TAKE) private readonly take: (batch: MessageBatch) => void) {}

  @MemberInputTopic('auction-bids')
  taken(batch: MessageBatch): void {
    this.take(batch);
  }
}

let kafka: Kafka;
let admin: Admin;
let producer: Producer;
let prefix = '';
const open: INestMicroservice[] = [];

interface Listening {
  readonly strategy: KafkaBatchStrategy;
  readonly batches: MessageBatch[];
  readonly gaps: InputGap[];
  readonly failures: Error[];
}

/** A service that takes the topics of these members. */
async function listen(
  members: readonly string[],
  known: readonly InputPosition[] = [],
): Promise<Listening> {
  const batches: MessageBatch[] = [];
  const gaps: InputGap[] = [];
  const failures: Error[] = [];
  const strategy = new KafkaBatchStrategy({
    kafka,
    topicPrefix: prefix,
    groupId: `${prefix}-${open.length}`,
    positions: new InputPositions(known),
    members,
    onGap: (gap) => gaps.push(gap),
    onFailure: (error) => failures.push(error),
  });
  const module = class {};
  const take = (batch: MessageBatch): number => batches.push(batch);
  Module({ controllers: [Taker], providers: [{ provide: TAKE, useValue: take }] })(module);
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(module, {
    strategy,
    logger: false,
  });
  open.push(app);
  await app.listen();
  return { strategy, batches, gaps, failures };
}

const send = (member: string, ...values: string[]): Promise<unknown> =>
  producer.send({
    topic: memberTopicName(prefix, 'auction-bids', member),
    messages: values.map((value) => ({ value })),
  });

/** `member value` of all that was taken, in its order. */
const taken = ({ batches }: Listening): string[] =>
  batches.flatMap(({ member, messages }) =>
    messages.map(({ value }) => `${member} ${Buffer.from(value ?? []).toString()}`),
  );

const until = (assertion: () => void): Promise<void> => vi.waitFor(assertion, WAIT_MS);

beforeAll(async () => {
  kafka = new Kafka({
    brokers: [inject('kafkaBrokers')],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 20 },
  });
  admin = kafka.admin();
  producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
});

afterAll(() => Promise.all([admin.disconnect(), producer.disconnect()]));

beforeEach(() => {
  prefix = makeTopicPrefix();
});

afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

describe('topics of single members', () => {
  it('are created, one partition each, and left alone where they exist', async () => {
    expect(await createMemberTopics(admin, prefix, ['A', 'B'])).toEqual(['A', 'B']);
    expect(await createMemberTopics(admin, prefix, ['A', 'B', 'C.1'])).toEqual(['A', 'B', 'C.1']);
    for (const member of ['A', 'B', 'C.1']) {
      const topic = memberTopicName(prefix, 'auction-bids', member);
      expect(await admin.fetchTopicOffsets(topic)).toHaveLength(1);
    }
  });

  it('do not keep the others waiting where the broker refuses one', async () => {
    expect(await createMemberTopics(admin, prefix, ['A.1', 'B', 'A_1'])).toEqual(
      expect.arrayContaining(['B']),
    );
    expect(await createMemberTopics(admin, prefix, ['A.1', 'B', 'A_1', 'C'])).toContain('C');
  });

  it('say whose each message is, also of members that come while others are read', async () => {
    const listening = await listen([]);
    await listening.strategy.follow(await createMemberTopics(admin, prefix, ['A', 'B.x']));
    await send('A', '1');
    await send('B.x', '2');
    await until(() => expect(taken(listening).toSorted()).toEqual(['A 1', 'B.x 2']));
    await createMemberTopics(admin, prefix, ['C']);
    await send('C', '3');
    await send('A', '4');
    await listening.strategy.follow(['A', 'B.x', 'C']);
    await send('A', '5');
    await until(() =>
      expect(taken(listening).toSorted()).toEqual(['A 1', 'A 4', 'A 5', 'B.x 2', 'C 3']),
    );
    expect(listening.gaps).toEqual([]);
    expect(listening.failures).toEqual([]);
  });

  it.each([0, 20, 100])(
    'of a new member do not keep a service from ending that is told so %i ms later',
    async (delayMs) => {
      const { strategy, failures } = await listen(await createMemberTopics(admin, prefix, ['A']));
      await createMemberTopics(admin, prefix, ['B']);
      const followed = strategy.follow(['A', 'B']);
      await sleep(delayMs);
      await Promise.all([followed, open.pop()?.close()]);
      expect(failures).toEqual([]);
    },
  );

  it('go on where they were left, and a gap in one is told', async () => {
    await createMemberTopics(admin, prefix, ['A']);
    await send('A', '1', '2', '3');
    const first = await listen(['A']);
    await until(() => expect(taken(first)).toHaveLength(3));
    const { topic, clusterId, lastDigest } = first.batches.at(-1)!;
    const known = { topic, partition: 0, nextOffset: 3n, clusterId, lastDigest };
    await send('A', '4');
    const second = await listen(['A'], [known]);
    await until(() => expect(taken(second)).toEqual(['A 4']));
    const third = await listen(['A'], [{ ...known, nextOffset: 99n }]);
    await until(() => expect(third.gaps).toMatchObject([{ topic, reason: 'SHORTER' }]));
    for (const { failures } of [first, second, third]) expect(failures).toEqual([]);
  });
});
