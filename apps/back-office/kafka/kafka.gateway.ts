import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import {
  createKafka,
  INPUT_TOPICS,
  MEMBER_INPUT_TOPICS,
  memberTopicName,
  topicName,
} from '#libs/messaging/index.js';
import { CONFIGURATION } from '../tokens.js';

type Kafka = ReturnType<typeof createKafka>;
type Admin = ReturnType<Kafka['admin']>;
type Producer = ReturnType<Kafka['producer']>;

/**
 * What a partition holds: offsets from `low` to before `high`, as far as a consumer may read. What an
 * open transaction has written is not among it, so that one which is never ended holds up nobody.
 */
export interface PartitionEnds {
  readonly topic: string;
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

/** For so long a topic that has no leader yet is asked for its ends: 3 s. */
const ENDS_TRIES_MAX = 20;
const ENDS_RETRY_MS = 150;
/** How long a probe for records listens, and how long it may take to join. */
const PROBE_LISTEN_MS = 700;
const PROBE_JOIN_MS = 5_000;
const SEND_TIMEOUT_MS = 5_000;
const CLOSE_MS = 1_000;

/**
 * The ends of a topic's partitions; none of one that is not there. A topic that was made this moment, such as
 * a new member's, has no leader yet: then it is asked again.
 */
async function endsOf(admin: Admin, topic: string): Promise<PartitionEnds[]> {
  for (let tries = 1; ; tries++) {
    try {
      return (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
        topic,
        partition,
        low: BigInt(low),
        high: BigInt(high),
      }));
    } catch (error) {
      if (isUnknownTopic(error)) return [];
      if (tries >= ENDS_TRIES_MAX) throw error;
      await sleep(ENDS_RETRY_MS);
    }
  }
}

/** The back office's only way to Kafka. Connections are made when they are first needed. */
@Injectable()
export class KafkaGateway implements OnApplicationShutdown {
  private readonly kafka: Kafka;
  private readonly topics: readonly string[];
  /** How the names of members' own topics begin. */
  private readonly memberTopics: readonly string[];
  private producer: Promise<Producer> | undefined;
  private admin: Promise<Admin> | undefined;

  constructor(@Inject(CONFIGURATION) configuration: ServiceConfiguration) {
    const { topicPrefix } = configuration;
    this.topics = INPUT_TOPICS.map((name) => topicName(topicPrefix, name));
    this.memberTopics = MEMBER_INPUT_TOPICS.map((name) => memberTopicName(topicPrefix, name, ''));
    this.kafka = createKafka(configuration, 'ccp-back-office');
  }

  /** Sends one message and waits until all replicas have it. */
  async send(topic: string, key: string, value: string): Promise<void> {
    const producer = await this.connectProducer();
    await producer.send({
      topic,
      acks: -1,
      timeout: SEND_TIMEOUT_MS,
      messages: [{ key, value, headers: { 'content-type': 'application/json' } }],
    });
  }

  /** The ends of every partition of the input topics, members' own too; one that is not there has none. */
  async inputEnds(): Promise<PartitionEnds[]> {
    const admin = await this.connectAdmin();
    const ofMembers = (await admin.listTopics()).filter((topic) =>
      this.memberTopics.some((start) => topic.startsWith(start)),
    );
    const ends = await Promise.all(
      [...this.topics, ...ofMembers].map((topic) => endsOf(admin, topic)),
    );
    return ends.flat();
  }

  /**
   * Whether a record lies at or after these offsets; the markers that end a transaction take offsets
   * and are no records. Reads with a group of its own, which is forgotten afterwards.
   */
  async hasRecords(
    starts: readonly {
      readonly topic: string;
      readonly partition: number;
      readonly from: bigint;
    }[],
  ): Promise<boolean> {
    const groupId = `ccp-probe-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    let found = false;
    try {
      await consumer.connect();
      for (const topic of new Set(starts.map(({ topic }) => topic))) {
        await consumer.subscribe({ topic, fromBeginning: false });
      }
      const joined = new Promise<void>((resolve) => {
        consumer.on(consumer.events.GROUP_JOIN, () => resolve());
      });
      await consumer.run({
        autoCommit: false,
        eachMessage: async ({ topic, partition, message }) => {
          found ||= starts.some(
            (start) =>
              start.topic === topic &&
              start.partition === partition &&
              BigInt(message.offset) >= start.from,
          );
        },
      });
      await Promise.race([joined, sleep(PROBE_JOIN_MS)]);
      for (const { topic, partition, from } of starts) {
        consumer.seek({ topic, partition, offset: from.toString() });
      }
      await sleep(PROBE_LISTEN_MS);
    } finally {
      await consumer.disconnect();
      const admin = await this.connectAdmin();
      await admin.deleteGroups([groupId]).catch(() => undefined);
    }
    return found;
  }

  /** A connection that is still being tried is not waited for: it ends with the process. */
  async onApplicationShutdown(): Promise<void> {
    const closing = [this.producer, this.admin].map(async (connection) => {
      await (await connection)?.disconnect();
    });
    await Promise.race([Promise.allSettled(closing), sleep(CLOSE_MS)]);
  }

  private connectProducer(): Promise<Producer> {
    this.producer ??= connect(
      this.kafka.producer({ allowAutoTopicCreation: false, idempotent: false }),
      () => (this.producer = undefined),
    );
    return this.producer;
  }

  private connectAdmin(): Promise<Admin> {
    this.admin ??= connect(this.kafka.admin(), () => (this.admin = undefined));
    return this.admin;
  }
}

/** Connects; after a failure the next caller tries anew. */
async function connect<C extends Admin | Producer>(client: C, forget: () => void): Promise<C> {
  try {
    await client.connect();
    return client;
  } catch (error) {
    forget();
    throw error;
  }
}

function isUnknownTopic(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'UNKNOWN_TOPIC_OR_PARTITION';
}
