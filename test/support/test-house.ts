import pg from 'pg';
import {
  createPool,
  LedgerReader,
  type LeaseRole,
  readInputOffsets,
  type StoredEvent,
} from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import {
  createMissingTopics,
  INPUT_TOPICS,
  MEMBER_INPUT_TOPICS,
  memberTopicName,
} from '#libs/messaging/index.js';
import type {
  InputTopicName,
  MemberInputTopicName,
  OutputTopicName,
} from '#libs/messaging/topics.js';
import { createTestDatabase, makeTopicPrefix } from '#libs/platform/test-servers.js';
import { KafkaBench, type ReadMessage } from './kafka-bench.js';
import { APPLY_REFERENCE_DATA } from './reference-document.js';
import { ServiceProcess, type ServiceName } from './service-process.js';
import { waitUntil } from './wait-until.js';

/** A message for an input topic: an object is sent as JSON, bytes as they are. */
export interface TestMessage {
  readonly topic: InputTopicName | MemberTopic;
  readonly key: string | null;
  readonly value: object | Buffer | null;
  /** By the key unless given. */
  readonly partition?: number;
  readonly headers?: Readonly<Record<string, Buffer | string>>;
}

/** A topic of a single member, such as `auction-bids.BETA`. */
export type MemberTopic = `${MemberInputTopicName}.${string}`;

export interface ServerUrls {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
}

const LEDGER = 'main';
const PARTITIONS = 4;

/** A clearing house of a test's own on shared servers: its database, its topics, its processes. */
export class TestHouse {
  readonly reader: LedgerReader;
  private readonly services: ServiceProcess[] = [];

  private constructor(
    /** The database, as the owner of its tables. */
    readonly databaseUrl: string,
    readonly kafkaBrokers: string,
    readonly prefix: string,
    /** As the role of the services. */
    readonly pool: pg.Pool,
    readonly bench: KafkaBench,
  ) {
    this.reader = new LedgerReader(pool, LEDGER);
  }

  static async open({ databaseUrl, kafkaBrokers }: ServerUrls): Promise<TestHouse> {
    const url = await createTestDatabase(databaseUrl);
    await runMigrations(url);
    const bench = await KafkaBench.connect(kafkaBrokers);
    const prefix = makeTopicPrefix();
    await createMissingTopics(bench.admin, prefix, PARTITIONS);
    return new TestHouse(url, kafkaBrokers, prefix, createPool(url), bench);
  }

  /** A house with a core that decides and reference data in force. */
  static async started(urls: ServerUrls): Promise<TestHouse> {
    const house = await TestHouse.open(urls);
    await house.start('core').ready();
    await house.applyReferenceData();
    return house;
  }

  /**
   * Starts a service.
   * @param crashAt `<name>:<n>` of `crash-points.ts`
   * @param env further variables of its configuration
   */
  start(name: ServiceName, crashAt?: string, env: NodeJS.ProcessEnv = {}): ServiceProcess {
    const service = new ServiceProcess(name, {
      DATABASE_URL: this.databaseUrl,
      KAFKA_BROKERS: this.kafkaBrokers,
      CCP_TOPIC_PREFIX: this.prefix,
      CCP_INPUT_PARTITIONS: String(PARTITIONS),
      LOG_LEVEL: 'info',
      PORT: '0',
      ...(crashAt === undefined ? {} : { CCP_CRASH_AT: crashAt }),
      ...env,
    });
    this.services.push(service);
    return service;
  }

  async applyReferenceData(): Promise<void> {
    await this.send([{ topic: 'commands', key: 'apply', value: APPLY_REFERENCE_DATA }]);
    await this.decided();
    const answer = (await this.events()).find(({ type }) => type === 'CommandAnswered');
    if (answer?.type !== 'CommandAnswered' || answer.payload.outcome !== 'DONE')
      throw new Error(`reference data was refused: ${answer?.payloadText}`);
  }

  topic(name: InputTopicName | OutputTopicName | MemberTopic): string {
    return `${this.prefix}.${name}`;
  }

  /** Sends messages, in their order per topic. */
  async send(messages: readonly TestMessage[]): Promise<void> {
    await this.bench.producer.sendBatch({
      topicMessages: [...new Set(messages.map(({ topic }) => topic))].map((name) => ({
        topic: this.topic(name),
        messages: messages
          .filter(({ topic }) => topic === name)
          .map(({ key, value, partition, headers }) => ({
            key,
            value: value === null || Buffer.isBuffer(value) ? value : JSON.stringify(value),
            ...(partition === undefined ? {} : { partition }),
            ...(headers === undefined ? {} : { headers }),
          })),
      })),
    });
  }

  /** Waits until all that was sent is decided and evaluated. */
  async decided(timeoutMs = 90_000): Promise<void> {
    const ends = await this.inputEnds();
    let behind: string[] = [];
    const isDecided = async (): Promise<boolean> => {
      behind = await this.behind(ends);
      const head = await this.reader.head();
      return behind.length === 0 && head.evaluatedPosition === head.position;
    };
    await waitUntil('all input is decided', isDecided, timeoutMs).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${behind.join(', ')}\n${this.tails()}`);
    });
  }

  /** Waits until all that was decided is published. */
  async published(timeoutMs = 90_000): Promise<void> {
    let lag = '';
    const isPublished = async (): Promise<boolean> => {
      const head = await this.reader.head();
      const { rows } = await this.pool.query<{ position: string; evaluation_seq: string }>(
        'SELECT position, evaluation_seq FROM publisher_checkpoint WHERE ledger_id = $1',
        [LEDGER],
      );
      const position = Number(rows[0]?.position);
      const evaluationSeq = Number(rows[0]?.evaluation_seq);
      lag = `at ${position} of ${head.position}, ${evaluationSeq} of ${head.evaluationSeq}`;
      return position === head.position && evaluationSeq === head.evaluationSeq;
    };
    await waitUntil('all is published', isPublished, timeoutMs).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${lag}\n${this.tails()}`);
    });
  }

  /**
   * Waits until members can read the last of what was published: a broker acknowledges a transaction
   * a moment before readers of committed messages see it.
   */
  async visible(): Promise<void> {
    const events = await this.events();
    const answer = events.findLast(
      ({ type }) => type === 'TradeNovated' || type === 'TradeRejected',
    );
    const last = [
      ['ledger', `main:${events.length}`],
      ...(answer ? [['trade-status', `main:${answer.position}:1`] as const] : []),
    ] as const;
    for (const [topic, id] of last)
      await waitUntil(`${id} can be read on ${topic}`, async () =>
        (await this.readAll(topic)).some(({ headers }) => headers['ce_id'] === id),
      );
  }

  /** The end of each input partition that holds something, by `topic/partition`. */
  async inputEnds(): Promise<Map<string, bigint>> {
    const ends = new Map<string, bigint>();
    for (const topic of await this.inputTopics())
      for (const { partition, high } of await this.bench.ends(topic))
        if (high > 0n) ends.set(`${topic}/${partition}`, high);
    return ends;
  }

  /** Of everybody, and those of single members that are there. */
  private async inputTopics(): Promise<string[]> {
    const starts = MEMBER_INPUT_TOPICS.map((name) => memberTopicName(this.prefix, name, ''));
    const there = await this.bench.admin.listTopics();
    const ofMembers = there.filter((topic) => starts.some((start) => topic.startsWith(start)));
    return [...INPUT_TOPICS.map((name) => this.topic(name)), ...ofMembers];
  }

  /** Where Postgres says that each partition goes on, by `topic/partition`. */
  async offsets(): Promise<Map<string, bigint>> {
    const offsets = await readInputOffsets(this.pool, LEDGER);
    return new Map(offsets.map((o) => [`${o.topic}/${o.partition}`, o.nextOffset]));
  }

  /** The whole ledger. */
  async events(): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const page of this.reader.follow(0)) events.push(...page);
    return events;
  }

  /** What members read on a topic. */
  readAll(name: InputTopicName | OutputTopicName): Promise<ReadMessage[]> {
    return this.bench.readAll(this.topic(name));
  }

  /** Runs a statement as the owner of the tables, who may do more than the services. */
  async asOwner(statement: string, values: readonly unknown[] = []): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      await client.query(statement, [...values]);
    } finally {
      await client.end();
    }
  }

  /** Lets the lease of a killed process run out now, where a test is not about how long it lasts. */
  async expireLease(role: LeaseRole): Promise<void> {
    await this.pool.query(
      "UPDATE lease SET expires_at = clock_timestamp() - interval '1 ms' WHERE role = $1",
      [role],
    );
  }

  /** As when the machine loses power: every process of the house at once. */
  async killAll(): Promise<void> {
    for (const service of this.services) service.kill('SIGKILL');
    await Promise.all(this.services.map((service) => service.ended));
  }

  /** Kills what still runs and closes the connections. */
  async close(): Promise<void> {
    await this.killAll();
    await this.pool.end();
    await this.bench.close();
  }

  private tails(): string {
    return this.services.map((service) => service.tail()).join('\n');
  }

  private async behind(ends: ReadonlyMap<string, bigint>): Promise<string[]> {
    const offsets = await this.offsets();
    return [...ends]
      .filter(([partition, end]) => (offsets.get(partition) ?? 0n) < end)
      .map(([partition, end]) => `${partition} at ${offsets.get(partition) ?? 0n} of ${end}`);
  }
}
