import { CompressionTypes, type Kafka, type Producer, type TopicMessages } from 'kafkajs';
import { crashPoint } from '#libs/ledger/crash-points.js';
import type { OutgoingMessage } from './outgoing-message.js';
import type { Sender } from './sender.js';

/** All replicas in step. */
const ALL = -1;
/** Below the limit that brokers have unless told otherwise, 1 MiB for a batch. */
const TOPIC_BYTES_MAX = 900 * 1024;
/** What the headers of a message and its frame take, about. */
const HEADER_BYTES = 256;

/**
 * Sends groups of messages, each wholly or not at all. The transactional id belongs to the ledger: a
 * publisher that takes over fences the one before it at the broker too.
 */
export class TransactionalSender implements Sender {
  private producer: Producer | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly transactionalId: string,
  ) {}

  /**
   * Makes sure that there is a producer, and that none before it can send any more.
   * @returns whether it is a new one: then whoever asks has to make sure that it is its turn still, since
   *   it may be the one who took the place of a newer one
   */
  async open(): Promise<boolean> {
    if (this.producer) return false;
    const producer = this.kafka.producer({
      transactionalId: this.transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    this.producer = producer;
    try {
      await producer.connect();
      // A transaction without messages asks the broker for an epoch, and for nothing else.
      await (await producer.transaction()).abort();
    } catch (error) {
      await this.close();
      throw error;
    }
    return true;
  }

  /**
   * Sends messages in their order per topic and key, after {@link open}.
   * @throws the client's error: nothing was sent
   */
  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const { producer } = this;
    if (!producer) throw new Error('nothing can be sent before the sender is opened');
    if (messages.length === 0) return;
    try {
      const transaction = await producer.transaction();
      try {
        for (const topicMessages of boundedRequests(messages))
          await transaction.sendBatch({
            acks: ALL,
            compression: CompressionTypes.None,
            topicMessages,
          });
        crashPoint('messages-sent');
        await transaction.commit();
      } catch (error) {
        await transaction.abort().catch(() => undefined);
        throw error;
      }
    } catch (error) {
      // Errors of a producer's sequence are final for it: the next attempt starts with a new one.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }
}

/**
 * Requests in which no topic has more than the bound, unless a single message has. What a request holds
 * for one partition is one batch to the broker, which refuses a batch beyond the topic's limit for ever.
 */
function* boundedRequests(messages: readonly OutgoingMessage[]): Generator<TopicMessages[]> {
  let topics = new Map<string, TopicMessages & { bytes: number }>();
  for (const message of messages) {
    const { topic, key, value, headers } = message;
    const bytes = bytesOf(message);
    const before = topics.get(topic);
    if (before && before.bytes + bytes > TOPIC_BYTES_MAX) {
      yield [...topics.values()];
      topics = new Map();
    }
    let group = topics.get(topic);
    if (!group) topics.set(topic, (group = { topic, messages: [], bytes: 0 }));
    group.messages.push({ key, value, headers });
    group.bytes += bytes;
  }
  yield [...topics.values()];
}

function bytesOf({ key, value }: OutgoingMessage): number {
  const bytes = key === null ? 0 : Buffer.byteLength(key);
  return bytes + (value === null ? 0 : Buffer.byteLength(value)) + HEADER_BYTES;
}
