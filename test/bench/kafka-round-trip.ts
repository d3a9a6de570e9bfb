import type { Consumer, Kafka, Producer } from 'kafkajs';

/** How long a message of bare kafkajs takes from its producer to a consumer that waits for it. */
export class KafkaRoundTrip {
  private readonly waiting = new Map<string, () => void>();
  private sent = 0;

  private constructor(
    private readonly topic: string,
    private readonly producer: Producer,
    private readonly consumer: Consumer,
  ) {}

  static async open(kafka: Kafka, topic: string): Promise<KafkaRoundTrip> {
    const [producer, consumer] = [
      kafka.producer({ idempotent: true, maxInFlightRequests: 1 }),
      kafka.consumer({ groupId: `round-trip-${topic}`, maxWaitTimeInMs: 20 }),
    ];
    await Promise.all([producer.connect(), consumer.connect()]);
    const trip = new KafkaRoundTrip(topic, producer, consumer);
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ message }) => {
        trip.waiting.get(String(message.key))?.();
        return Promise.resolve();
      },
    });
    return trip;
  }

  /** Sends one message and waits for it. @returns ms */
  async measure(): Promise<number> {
    this.sent += 1;
    const key = `trip-${this.sent}`;
    const startedMs = performance.now();
    const back = new Promise<void>((resolve) => this.waiting.set(key, resolve));
    await this.producer.send({ topic: this.topic, acks: -1, messages: [{ key, value: key }] });
    await back;
    this.waiting.delete(key);
    return performance.now() - startedMs;
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
    await this.consumer.disconnect();
  }
}
