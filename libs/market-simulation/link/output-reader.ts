import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { createKafka } from '#libs/messaging/kafka.js';
import { CATCH_UP_POLL_MS, CATCH_UP_TIMEOUT_MS } from '../limits.js';

type Kafka = ReturnType<typeof createKafka>;
type Consumer = ReturnType<Kafka['consumer']>;
type Admin = ReturnType<Kafka['admin']>;

/** A message from a topic, parsed. */
export interface ReadMessage {
  /** Without the prefix, such as `margin-calls`. */
  readonly topic: string;
  readonly content: unknown;
}

export interface OutputReaderOptions {
  readonly prefix: string;
  /** Without the prefix. */
  readonly topics: readonly string[];
  /** Messages per partition from before the start that are read too; by default none. */
  readonly backlog?: number;
  readonly onMessage: (message: ReadMessage) => void;
}

const FETCH_WAIT_MS_MAX = 500;

/**
 * Reads topics from now on, as anyone outside would, and knows when it has read everything that was
 * there at a moment.
 */
export class OutputReader {
  /** The next offset to read, by `topic/partition`. */
  private readonly next = new Map<string, bigint>();

  private constructor(
    private readonly consumer: Consumer,
    private readonly admin: Admin,
    private readonly groupId: string,
    private readonly options: OutputReaderOptions,
  ) {}

  /** Starts to read; what is published after this returns is read for certain. */
  static async open(kafka: Kafka, options: OutputReaderOptions): Promise<OutputReader> {
    const admin = kafka.admin();
    const groupId = `${options.prefix}-simulation-${randomUUID()}`;
    const consumer = kafka.consumer({
      groupId,
      maxWaitTimeInMs: FETCH_WAIT_MS_MAX,
      readUncommitted: false,
    });
    const reader = new OutputReader(consumer, admin, groupId, options);
    await Promise.all([admin.connect(), consumer.connect()]);
    await reader.start();
    return reader;
  }

  private async start(): Promise<void> {
    const { options, consumer } = this;
    const starts = await this.offsets();
    const topics = options.topics.map((topic) => this.fullName(topic));
    await consumer.subscribe({ topics, fromBeginning: false });
    // Also told of batches that hold nothing but transaction markers.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      this.moveTo(`${payload.topic}/${payload.partition}`, BigInt(payload.lastOffset) + 1n);
    });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const from = this.next.get(`${batch.topic}/${batch.partition}`) ?? 0n;
        const topic = batch.topic.slice(options.prefix.length + 1);
        for (const { offset, value } of batch.messages) {
          if (BigInt(offset) < from || value === null) continue;
          options.onMessage({ topic, content: JSON.parse(value.toString('utf8')) });
        }
      },
    });
    for (const { topic, partition, low, high } of starts) {
      const wanted = high - BigInt(options.backlog ?? 0);
      const from = wanted < low ? low : wanted;
      this.next.set(`${topic}/${partition}`, from);
      consumer.seek({ topic, partition, offset: from.toString() });
    }
  }

  /** Forward only: a batch fetched before the first seek must not move the reader. */
  private moveTo(partition: string, offset: bigint): void {
    const held = this.next.get(partition);
    if (held !== undefined && offset > held) this.next.set(partition, offset);
  }

  private fullName(topic: string): string {
    return `${this.options.prefix}.${topic}`;
  }

  private async offsets(): Promise<
    { topic: string; partition: number; low: bigint; high: bigint }[]
  > {
    const names = this.options.topics.map((topic) => this.fullName(topic));
    const found = await Promise.all(
      names.map(async (topic) => ({ topic, ends: await this.admin.fetchTopicOffsets(topic) })),
    );
    return found.flatMap(({ topic, ends }) =>
      ends.map(({ partition, low, high }) => ({
        topic,
        partition,
        low: BigInt(low),
        high: BigInt(high),
      })),
    );
  }

  /** Returns when everything that was on the topics at the call has been read. @throws Error */
  async caughtUp(): Promise<void> {
    const ends = await this.offsets();
    const deadline = Date.now() + CATCH_UP_TIMEOUT_MS;
    const behind = (): boolean =>
      ends.some(
        ({ topic, partition, high }) => (this.next.get(`${topic}/${partition}`) ?? 0n) < high,
      );
    while (behind()) {
      if (Date.now() > deadline) {
        throw new Error(
          `what was published did not arrive within ${CATCH_UP_TIMEOUT_MS / 1000} s: is Kafka overloaded?`,
        );
      }
      await sleep(CATCH_UP_POLL_MS);
    }
  }

  async close(): Promise<void> {
    await this.consumer.disconnect();
    // The group was for this reader alone.
    await this.admin.deleteGroups([this.groupId]).catch(() => undefined);
    await this.admin.disconnect();
  }
}
