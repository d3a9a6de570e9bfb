import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';

export interface ServerAddresses {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
}

const TOPIC = 'kept';

function kafkaOf({ kafkaBrokers }: ServerAddresses): Kafka {
  return new Kafka({
    clientId: 'content',
    brokers: [kafkaBrokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 10, initialRetryTime: 50 },
  });
}

/** Stores one row and one acknowledged message that say `word`. */
export async function store(servers: ServerAddresses, word: string): Promise<void> {
  await withClient(servers, async (client) => {
    await client.query('CREATE TABLE IF NOT EXISTS kept (word text)');
    await client.query('INSERT INTO kept VALUES ($1)', [word]);
  });
  const kafka = kafkaOf(servers);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }] });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: TOPIC, acks: -1, messages: [{ value: word }] });
  await producer.disconnect();
}

/** All rows, in the order in which they were stored. */
export async function storedRows(servers: ServerAddresses): Promise<string[]> {
  return withClient(servers, async (client) => {
    const { rows } = await client.query<{ word: string }>('SELECT word FROM kept');
    return rows.map(({ word }) => word);
  });
}

/** The first `count` messages. */
export async function storedMessages(servers: ServerAddresses, count: number): Promise<string[]> {
  const consumer = kafkaOf(servers).consumer({ groupId: `content-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  const words: string[] = [];
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: ({ message }) => {
          words.push(String(message.value));
          if (words.length === count) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return words;
}

async function withClient<T>(
  { databaseUrl }: ServerAddresses,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
