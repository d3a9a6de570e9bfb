import { CompressionTypes, type Kafka, type Producer, type TopicMessages } from 'kafkajs';
import { crashPoint } from '#libs/ledger/crash-points.js';
import type { OutgoingMessage } from './message.js';

/** All replicas in step. */
const ALL = -1;

/**
 * Sends groups of messages, each wholly or not at all. The transactional id belongs to the ledger: a
 * publisher that takes over fences the one before it at the broker too.
 */
export class TransactionalSender {
  private producer: Producer | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly transactionalId: string,
  ) {}

  /** Sends messages in their order per topic and key. @throws the client's error: nothing was sent */
  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const producer = await this.connected();
    try {
      const transaction = await producer.transaction();
      try {
        await transaction.sendBatch({
          acks: ALL,
          compression: CompressionTypes.None,
          topicMessages: byTopic(messages),
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

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    const producer = this.kafka.producer({
      transactionalId: this.transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    this.producer = producer;
    return producer;
  }
}

function byTopic(messages: readonly OutgoingMessage[]): TopicMessages[] {
  const topics = new Map<string, TopicMessages>();
  for (const { topic, key, value, headers } of messages) {
    let group = topics.get(topic);
    if (!group) topics.set(topic, (group = { topic, messages: [] }));
    group.messages.push({ key, value, headers });
  }
  return [...topics.values()];
}
