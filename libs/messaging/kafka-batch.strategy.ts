import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Admin, Batch, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import { findInputGaps } from './find-input-gaps.js';
import type { InputGap } from './input-gap.js';
import type { InputPositions } from './input-positions.js';
import { KAFKA_BATCHES } from './input-topic.decorator.js';
import type { MessageBatch } from './message-batch.js';
import { digestOf } from './message-digest.js';
import { topicName, type InputTopicName } from './topics.js';

export interface KafkaBatchOptions {
  readonly kafka: Kafka;
  readonly topicPrefix: string;
  /** A group of this process's own: no rebalance makes it wait, and offsets are Postgres' business. */
  readonly groupId: string;
  readonly positions: InputPositions;
  /** Input cannot go on: nothing is skipped, an operator has to say so. */
  readonly onGap: (gap: InputGap) => void;
  /** The client gave up and cannot go on. */
  readonly onFailure: (error: Error) => void;
}

const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
const FETCH_WAIT_MS = 50;
const BYTES_PER_PARTITION_MAX = 524_288;
const PARTITIONS_AT_ONCE = 8;
/** The last message may be followed by the marker of its transaction, which takes an offset too. */
const LOOK_BACK = 2n;

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
  override readonly transportId = KAFKA_BATCHES;
  private consumer: Consumer | undefined;
  private admin: Admin | undefined;
  private clusterId = '';
  /** Partitions whose first batch has shown that they are the ones that were read before. */
  private readonly verified = new Set<string>();

  constructor(private readonly options: KafkaBatchOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    void this.startAndTell(callback);
  }

  async close(): Promise<void> {
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

  private get topics(): string[] {
    return [...this.messageHandlers.keys()].map((name) =>
      topicName(this.options.topicPrefix, name as InputTopicName),
    );
  }

  private async start(): Promise<void> {
    const { kafka, groupId } = this.options;
    this.admin = kafka.admin();
    await this.admin.connect();
    ({ clusterId: this.clusterId } = await this.admin.describeCluster());
    if (await this.reportGaps()) return;
    const consumer = kafka.consumer({
      groupId,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: BYTES_PER_PARTITION_MAX,
      retry: { restartOnFailure: () => Promise.resolve(true) },
    });
    this.consumer = consumer;
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) this.options.onFailure(payload.error);
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      for (const [topic, partitions] of Object.entries(payload.memberAssignment))
        for (const partition of partitions) this.seek(topic, partition);
    });
    // Only transaction markers and aborted messages: the client passes them over without a word.
    consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) this.passOver(payload);
    });
    await consumer.connect();
    for (const topic of this.topics) await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.take(payload),
    });
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
      if (!(await this.reportGaps())) this.seek(topic, partition);
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

  private async reportGaps(): Promise<boolean> {
    if (!this.admin) return false;
    const { positions } = this.options;
    const gaps = await findInputGaps(this.admin, this.topics, positions, this.clusterId);
    for (const gap of gaps) this.report(gap);
    return gaps.length > 0;
  }

  private report(gap: InputGap): void {
    this.consumer?.pause([{ topic: gap.topic }]);
    this.options.onGap(gap);
  }

  /** Waits until the handler has room, and tells the broker meanwhile that this consumer lives. */
  private async handOn(batch: MessageBatch, heartbeat: () => Promise<void>): Promise<void> {
    const { positions } = this.options;
    const before = positions.of(batch.topic, batch.partition);
    const name = batch.topic.slice(this.options.topicPrefix.length + 1);
    const handler = this.messageHandlers.get(name);
    if (!handler) throw new Error(`no handler takes ${name}`);
    // At once, since after a rebalance the same messages may be fetched again while these are taken.
    positions.advance(batch);
    const alive = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      const result: unknown = await handler(batch);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (error) {
      positions.restore(batch.topic, batch.partition, before);
      throw error;
    } finally {
      clearInterval(alive);
    }
  }
}
