import { setTimeout as sleep } from 'node:timers/promises';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Admin, Batch, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import { findInputGaps } from './find-input-gaps.js';
import type { InputGap } from './input-gap.js';
import type { InputPositions } from './input-positions.js';
import { KAFKA_BATCHES, KAFKA_MEMBER_BATCHES } from './input-topic.decorator.js';
import type { MessageBatch } from './message-batch.js';
import { digestOf } from './message-digest.js';
import {
  memberTopicName,
  topicName,
  type InputTopicName,
  type MemberInputTopicName,
} from './topics.js';

export interface KafkaBatchOptions {
  readonly kafka: Kafka;
  readonly topicPrefix: string;
  /** A group of this process's own: no rebalance makes it wait, and offsets are Postgres' business. */
  readonly groupId: string;
  readonly positions: InputPositions;
  /** Takes topics of which each member has its own, of these members to begin with. */
  readonly members?: readonly string[];
  /** Input cannot go on: nothing is skipped, an operator has to say so. */
  readonly onGap: (gap: InputGap) => void;
  /** The broker is away: it is asked until it is back, and no message is lost or taken twice. */
  readonly onInterruption?: (error: Error) => void;
  /** The client gave up and cannot go on. */
  readonly onFailure: (error: Error) => void;
}

const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
/** A broker answers as soon as there is something: a long wait costs no time, and spares both sides. */
const FETCH_WAIT_MS = 250;
const BYTES_PER_PARTITION_MAX = 524_288;
const PARTITIONS_AT_ONCE = 8;
/** The last message may be followed by the marker of its transaction, which takes an offset too. */
const LOOK_BACK = 2n;
/** How soon a broker that was away is asked again. */
const ASK_AGAIN_MS = 500;

/** Errors that the client holds to be for good, and that a broker's coming back ends. */
const ABSENCES = new Set(['KafkaJSGroupCoordinatorNotFound', 'KafkaJSNumberOfRetriesExceeded']);

/** What a topic is taken as: by whose handler, and whose it is. */
interface Source {
  readonly name: string;
  readonly member?: string;
}

/** Where a batch of which nothing is left begins and ends. */
interface PassedOver {
  readonly topic: string;
  readonly partition: number;
  /** Null when the whole batch lies before what was asked for, which the client's types do not say. */
  readonly firstOffset: string | null;
  readonly lastOffset: string;
}

/** The offset that was asked for: there in kafkajs, missing from its types. */
type FetchedBatch = Batch & { readonly fetchedOffset: string };

/**
 * Nest's transport over kafkajs batches. It goes on where Postgres says, checks with every batch that
 * nothing was left out, and never commits an offset: what has been taken is known where it was decided.
 */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  private consumer: Consumer | undefined;
  private admin: Admin | undefined;
  private isRunning = false;
  private isClosed = false;
  private clusterId = '';
  /** By the topic's full name. */
  private readonly sources = new Map<string, Source>();
  /** Partitions whose first batch has shown that they are the ones that were read before. */
  private readonly verified = new Set<string>();

  constructor(private readonly options: KafkaBatchOptions) {
    super();
    this.transportId = options.members ? KAFKA_MEMBER_BATCHES : KAFKA_BATCHES;
  }

  listen(callback: (error?: unknown) => void): void {
    void this.startAndTell(callback);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.consumer?.disconnect();
    await this.admin?.disconnect();
  }

  on(): never {
    throw new Error('this transport has no events of its own');
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  private async startAndTell(tell: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
      tell();
    } catch (error) {
      tell(error);
    }
  }

  /** Takes the topics of members that came since; all of them exist already. */
  async follow(members: readonly string[]): Promise<void> {
    try {
      await this.consumeAlso(members);
    } catch (error) {
      // Closed meanwhile, the client fails at whatever it was about.
      if (!this.isClosed) throw error;
    }
  }

  private async consumeAlso(members: readonly string[]): Promise<void> {
    const added = this.addSources(members);
    const { consumer } = this;
    if (added.length === 0 || !consumer || (await this.reportGaps(added))) return;
    // What is being handed on is waited for; the client subscribes to nothing while it runs.
    if (this.isRunning) await consumer.stop();
    await this.consume(consumer, added);
  }

  /** @returns the topics that were not known yet */
  private addSources(members: readonly string[] | undefined): string[] {
    const { topicPrefix } = this.options;
    const before = new Set(this.sources.keys());
    for (const name of this.messageHandlers.keys()) {
      if (!members) this.sources.set(topicName(topicPrefix, name as InputTopicName), { name });
      for (const member of members ?? []) {
        const topic = memberTopicName(topicPrefix, name as MemberInputTopicName, member);
        this.sources.set(topic, { name, member });
      }
    }
    return [...this.sources.keys()].filter((topic) => !before.has(topic));
  }

  private async start(): Promise<void> {
    const { kafka, groupId } = this.options;
    this.admin = kafka.admin();
    await this.admin.connect();
    ({ clusterId: this.clusterId } = await this.admin.describeCluster());
    const topics = this.addSources(this.options.members);
    if (await this.reportGaps(topics)) return;
    const consumer = kafka.consumer({
      groupId,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: BYTES_PER_PARTITION_MAX,
      // Whether to go on is decided here, in one place.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
    this.consumer = consumer;
    consumer.on(consumer.events.CRASH, ({ payload }) => void this.goOn(consumer, payload.error));
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      for (const [topic, partitions] of Object.entries(payload.memberAssignment))
        for (const partition of partitions) this.seek(topic, partition);
    });
    // Only transaction markers and aborted messages: the client passes them over without a word.
    consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) this.passOver(payload);
    });
    await consumer.connect();
    if (topics.length > 0) await this.consume(consumer, topics);
  }

  /** Consumes these topics beside those that were consumed before. */
  private async consume(consumer: Consumer, topics: readonly string[]): Promise<void> {
    for (const topic of topics) await consumer.subscribe({ topic, fromBeginning: true });
    if (this.isClosed) return;
    await this.run(consumer);
    this.isRunning = true;
  }

  private run(consumer: Consumer): Promise<void> {
    return consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.take(payload),
    });
  }

  /** After the client has ended itself: a broker that is away is waited for, however long. */
  private async goOn(consumer: Consumer, why: Error): Promise<void> {
    if (this.isClosed) return;
    if (!isAbsence(why)) return this.options.onFailure(why);
    this.options.onInterruption?.(why);
    try {
      await sleep(ASK_AGAIN_MS);
      if (this.isClosed) return;
      await consumer.connect();
      await this.run(consumer);
    } catch (error) {
      await this.goOn(consumer, error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** To where the partition goes on; once, to what is before it, to see that it is the same topic. */
  private seek(topic: string, partition: number): void {
    const { positions } = this.options;
    const next = positions.next(topic, partition);
    const unverified = !this.verified.has(`${topic}/${partition}`);
    const back = unverified && positions.of(topic, partition)?.lastDigest ? LOOK_BACK : 0n;
    const from = next > back ? next - back : 0n;
    this.consumer?.seek({ topic, partition, offset: from.toString() });
  }

  /** Moves a partition on over offsets that hold nothing to decide. */
  private passOver({ topic, partition, firstOffset, lastOffset }: PassedOver): void {
    const { positions } = this.options;
    const next = positions.next(topic, partition);
    if (firstOffset === null || BigInt(firstOffset) > next || BigInt(lastOffset) < next) return;
    const empty: MessageBatch = {
      topic,
      partition,
      messages: [],
      nextOffset: BigInt(lastOffset) + 1n,
      clusterId: this.clusterId,
      lastDigest: positions.of(topic, partition)?.lastDigest ?? '',
    };
    // When it fails the offset is not moved, and the same is passed over again later.
    void this.handOn(empty, () => Promise.resolve()).catch(() => undefined);
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const { positions } = this.options;
    const next = positions.next(topic, partition);
    const fetchedAt = BigInt((batch as FetchedBatch).fetchedOffset);
    if (payload.isStale() || !payload.isRunning()) return;
    // Later than due would be a jump over messages; earlier than due, after the start, means that the
    // topic was made anew while it was read.
    const isVerified = this.verified.has(`${topic}/${partition}`);
    if (fetchedAt > next || (fetchedAt < next && isVerified)) {
      this.verified.delete(`${topic}/${partition}`);
      if (!(await this.reportGaps([...this.sources.keys()]))) this.seek(topic, partition);
      return;
    }
    if (!(await this.isSameTopic(batch, next))) return;
    const first = batch.firstOffset();
    const fresh =
      first !== null && BigInt(first) >= next
        ? batch.messages
        : batch.messages.filter(({ offset }) => BigInt(offset) >= next);
    const last = batch.messages.at(-1);
    const nextOffset = BigInt(batch.lastOffset()) + 1n;
    if (last && nextOffset > next) {
      const taken: MessageBatch = {
        topic,
        partition,
        messages: fresh,
        nextOffset,
        clusterId: this.clusterId,
        lastDigest: digestOf(last),
      };
      await this.handOn(taken, () => payload.heartbeat());
    }
    payload.resolveOffset(batch.lastOffset());
  }

  /** Whether the last message before the one that is due is the one that was read last. */
  private async isSameTopic(batch: EachBatchPayload['batch'], next: bigint): Promise<boolean> {
    const { topic, partition } = batch;
    const key = `${topic}/${partition}`;
    if (this.verified.has(key)) return true;
    const before = batch.messages.findLast(({ offset }) => BigInt(offset) < next);
    const expected = this.options.positions.of(topic, partition)?.lastDigest;
    if (!before || expected === undefined || digestOf(before) === expected) {
      this.verified.add(key);
      return true;
    }
    // Whoever accepts the gap goes on from the first message that is there, not from what was fetched.
    const all = (await this.admin?.fetchTopicOffsets(topic)) ?? [];
    const found = all.find((each) => each.partition === partition);
    const range = {
      low: BigInt(found?.low ?? 0),
      high: BigInt(found?.high ?? batch.highWatermark),
    };
    const { clusterId } = this;
    this.report({ topic, partition, expected: next, ...range, clusterId, reason: 'OTHER_CONTENT' });
    return false;
  }

  private async reportGaps(topics: readonly string[]): Promise<boolean> {
    if (!this.admin) return false;
    const { positions } = this.options;
    const gaps = await findInputGaps(this.admin, topics, positions, this.clusterId);
    for (const gap of gaps) this.report(gap);
    return gaps.length > 0;
  }

  private report(gap: InputGap): void {
    if (this.isRunning) this.consumer?.pause([{ topic: gap.topic }]);
    this.options.onGap(gap);
  }

  /** Waits until the handler has room, and tells the broker meanwhile that this consumer lives. */
  private async handOn(batch: MessageBatch, heartbeat: () => Promise<void>): Promise<void> {
    const { positions } = this.options;
    const before = positions.of(batch.topic, batch.partition);
    const { name = batch.topic, member } = this.sources.get(batch.topic) ?? {};
    const handler = this.messageHandlers.get(name);
    if (!handler) throw new Error(`no handler takes ${name}`);
    // At once, since after a rebalance the same messages may be fetched again while these are taken.
    positions.advance(batch);
    const alive = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      const handed = member === undefined ? batch : { ...batch, member };
      const result: unknown = await handler(handed);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (error) {
      positions.restore(batch.topic, batch.partition, before);
      throw error;
    } finally {
      clearInterval(alive);
    }
  }
}

/** Whether it may be otherwise later; the client's classes of errors have no names that can be imported. */
function isAbsence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isRetriable = 'retriable' in error && error.retriable === true;
  return isRetriable || ABSENCES.has(error.name) || isAbsence(error.cause);
}
