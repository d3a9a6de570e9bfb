import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { waitUntil } from './wait-until.js';

/** A client that signs in as somebody, or as nobody, and tries what it may do. */
export class KafkaUser {
  readonly kafka: Kafka;

  constructor(
    kafkaBrokers: string,
    readonly username: string | undefined,
    password = '',
  ) {
    this.kafka = new Kafka({
      clientId: username ?? 'nobody',
      brokers: [kafkaBrokers],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 3_000,
      requestTimeout: 5_000,
      retry: { retries: 1, initialRetryTime: 50 },
      ...(username === undefined
        ? {}
        : { sasl: { mechanism: 'scram-sha-512', username, password } }),
    });
  }

  /** @returns what the broker said against it: an error's type or name; undefined when it was written */
  async write(topic: string, value: object, key = 'key'): Promise<string | undefined> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    try {
      await producer.connect();
      await producer.send({ topic, acks: -1, messages: [{ key, value: JSON.stringify(value) }] });
      return undefined;
    } catch (error) {
      return nameOf(error);
    } finally {
      await producer.disconnect().catch(() => undefined);
    }
  }

  /**
   * Reads a topic from its beginning until a message is as wanted.
   * @returns what the broker said against it; undefined when it came
   */
  async read(
    topic: string,
    isWanted: (value: Record<string, unknown>) => boolean = () => true,
    groupId = `${this.username}/${randomUUID()}`,
  ): Promise<string | undefined> {
    const consumer = this.kafka.consumer({ groupId, maxWaitTimeInMs: 100, retry: { retries: 0 } });
    let refused: string | undefined;
    let found = false;
    consumer.on(consumer.events.CRASH, ({ payload }) => (refused ??= nameOf(payload.error)));
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachMessage: ({ message }) => {
          found ||= isWanted(JSON.parse(String(message.value)) as Record<string, unknown>);
          return Promise.resolve();
        },
      });
      await waitUntil(`${topic} is read or refused`, () => found || refused !== undefined);
      return found ? undefined : refused;
    } catch (error) {
      return refused ?? nameOf(error);
    } finally {
      await consumer.disconnect().catch(() => undefined);
    }
  }
}

/** The type of the broker's error, or where it has none the client's name of it. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('type' in error && typeof error.type === 'string') return error.type;
  const { cause } = error;
  return cause instanceof Error && cause !== error ? nameOf(cause) : error.name;
}
