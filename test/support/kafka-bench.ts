import { Kafka, logLevel, Partitioners, type Admin, type IHeaders, type Producer } from 'kafkajs';
import { whileSettling } from '#libs/messaging/while-settling.js';
import { waitUntil } from './wait-until.js';

/** A message as a reader finds it. */
export interface ReadMessage {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface PartitionEnd {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

/** Both ends of Kafka for a test: it writes what members would and reads what they would. */
export class KafkaBench {
  readonly kafka: Kafka;
  readonly producer: Producer;
  readonly admin: Admin;
  private readers = 0;

  private constructor(kafkaBrokers: string) {
    this.kafka = new Kafka({
      brokers: [kafkaBrokers],
      clientId: 'test',
      logLevel: logLevel.NOTHING,
      retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 1_000 },
    });
    this.producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    this.admin = this.kafka.admin();
  }

  static async connect(kafkaBrokers: string): Promise<KafkaBench> {
    const bench = new KafkaBench(kafkaBrokers);
    await Promise.all([bench.producer.connect(), bench.admin.connect()]);
    return bench;
  }

  async close(): Promise<void> {
    await Promise.all([this.producer.disconnect(), this.admin.disconnect()]);
  }

  /** Where a topic's partitions begin and end. */
  async ends(topic: string): Promise<PartitionEnd[]> {
    const offsets = await whileSettling(() => this.admin.fetchTopicOffsets(topic));
    return offsets
      .map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }))
      .sort((a, b) => a.partition - b.partition);
  }

  /**
   * All that a topic holds for a reader of committed messages, in order within each partition. A
   * marker after it tells where to stop, since transactions leave offsets without a message.
   */
  async readAll(topic: string): Promise<ReadMessage[]> {
    const ends = await this.ends(topic);
    const open = new Set(ends.filter(({ low, high }) => high > low).map((end) => end.partition));
    if (open.size === 0) return [];
    const found: ReadMessage[] = [];
    const consumer = this.kafka.consumer({
      groupId: `${topic}-reader-${process.pid}-${++this.readers}`,
      maxWaitTimeInMs: 50,
    });
    consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
      const end = ends[payload.partition];
      if (end && BigInt(payload.lastOffset) >= end.high - 1n && payload.batchSize === 0)
        open.delete(payload.partition);
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        const { partition } = batch;
        for (const { offset, key, value, headers } of batch.messages)
          found.push({
            partition,
            offset: BigInt(offset),
            key: key?.toString() ?? null,
            value,
            headers: textHeaders(headers),
          });
        const end = ends[partition];
        if (end && BigInt(batch.lastOffset()) >= end.high - 1n) open.delete(partition);
        return Promise.resolve();
      },
    });
    try {
      await waitUntil(`${topic} is read to its end`, () => open.size === 0, 60_000);
    } finally {
      await consumer.disconnect();
    }
    return found.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
  }
}

function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
}
