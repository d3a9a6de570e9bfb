import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type pg from 'pg';
import { createPool, LedgerReader } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { createKafka } from '#libs/messaging/index.js';
import { SERVICE_FLAGS } from '#libs/platform/service-process.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { LINEAR_MARKET } from './bench-market.js';
import type { BenchServers } from './bench-servers.js';
import type { BenchMessage } from './opening-market.js';
import { waitFor } from './wait-for.js';

export type ServiceName = 'core' | 'publisher' | 'back-office';

const POLL_MS = 10;
const SEND_MESSAGES = 1_000;
let houses = 0;

/** A clearing house of its own database and topics, whose services start and stop one by one. */
export class BenchHouse {
  private readonly children = new Map<ServiceName, ChildProcess>();
  private commands = 0;
  readonly reader: LedgerReader;

  private constructor(
    readonly kafka: Kafka,
    readonly pool: pg.Pool,
    readonly prefix: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.reader = new LedgerReader(pool, 'main');
  }

  /** A house with reference data, prices and volatilities; its core runs. */
  static async open(servers: BenchServers, market = LINEAR_MARKET): Promise<BenchHouse> {
    const databaseUrl = await createTestDatabase(servers.databaseUrl);
    await runMigrations(databaseUrl);
    houses += 1;
    const prefix = `bench${houses}`;
    const env = {
      ...process.env,
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: servers.kafkaBrokers,
      CCP_TOPIC_PREFIX: prefix,
      PORT: '0',
      LOG_LEVEL: 'error',
    };
    const kafka = createKafka(
      { kafkaBrokers: [servers.kafkaBrokers], kafkaSasl: undefined, kafkaTls: undefined },
      'bench',
    );
    const house = new BenchHouse(kafka, createPool(databaseUrl), prefix, env);
    await house.start('core');
    for (const body of market.commands) await house.command(body);
    await house.send('prices', market.prices);
    await house.observed('PricesObserved', 'prices', market.prices.length);
    await house.send('volatilities', market.volatilities);
    await house.observed('VolatilitiesObserved', 'volatilities', market.volatilities.length);
    return house;
  }

  topic(name: string): string {
    return `${this.prefix}.${name}`;
  }

  /** @returns how long it took until the service said that it is ready, in ms */
  async start(name: ServiceName): Promise<number> {
    const started = performance.now();
    const child = fork(path.join(PROJECT_ROOT, `dist/programs/${name}.js`), [], {
      env: this.env,
      execArgv: [...SERVICE_FLAGS],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.children.set(name, child);
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    });
    return performance.now() - started;
  }

  async stop(name: ServiceName): Promise<void> {
    const child = this.children.get(name);
    this.children.delete(name);
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  /** Resident memory of a service in MB. */
  residentMb(name: ServiceName): number {
    const pid = this.children.get(name)?.pid;
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }

  /** Waits until the ledger has reached a position. @returns when, by `performance.now()` */
  async reached(position: number): Promise<number> {
    while ((await this.reader.head()).position < position) await sleep(POLL_MS);
    return performance.now();
  }

  /** Waits until a topic is there. */
  async untilTopic(topic: string): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    while (!(await admin.listTopics()).includes(topic)) await sleep(POLL_MS);
    await admin.disconnect();
  }

  /** Waits until everything up to a position is published. */
  async published(position: number): Promise<number> {
    for (;;) {
      const { rows } = await this.pool.query<{ position: string }>(
        "SELECT position FROM publisher_checkpoint WHERE ledger_id = 'main'",
      );
      if (Number(rows[0]?.position ?? 0) >= position) return performance.now();
      await sleep(POLL_MS);
    }
  }

  /**
   * Waits until everything that was decided is evaluated and published.
   * @returns when, by `performance.now()`
   */
  async quiet(): Promise<number> {
    for (;;) {
      const { position, evaluatedPosition, evaluationSeq } = await this.reader.head();
      const { rows } = await this.pool.query<{ position: string; evaluation_seq: string }>(
        "SELECT position, evaluation_seq FROM publisher_checkpoint WHERE ledger_id = 'main'",
      );
      const [checkpoint] = rows;
      const isPublished =
        Number(checkpoint?.position) === position &&
        Number(checkpoint?.evaluation_seq) === evaluationSeq;
      if (isPublished && evaluatedPosition === position) return performance.now();
      await sleep(POLL_MS);
    }
  }

  /** Gives a command without waiting for its answer. @returns when it was sent, by `performance.now()` */
  async order(body: Record<string, unknown>, by = 'bench'): Promise<number> {
    this.commands += 1;
    const commandId = `bench-${this.commands}`;
    const value = JSON.stringify({ commandId, ledger: 'main', by, body });
    const producer = this.kafka.producer();
    await producer.connect();
    const sentMs = performance.now();
    await producer.send({ topic: this.topic('commands'), messages: [{ key: commandId, value }] });
    await producer.disconnect();
    return sentMs;
  }

  async close(): Promise<void> {
    for (const name of [...this.children.keys()].reverse()) await this.stop(name);
    await this.pool.end();
  }

  /** Sends messages to a topic in, by the name of the topic. */
  async send(name: string, messages: readonly BenchMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const producer = this.kafka.producer();
    await producer.connect();
    for (let from = 0; from < messages.length; from += SEND_MESSAGES) {
      const part = messages.slice(from, from + SEND_MESSAGES);
      await producer.send({
        topic: this.topic(name),
        messages: part.map(({ key, value }) => ({ key, value: JSON.stringify(value) })),
      });
    }
    await producer.disconnect();
  }

  /** Gives a command and waits for its answer. @throws Error when it is not done */
  async command(body: Record<string, unknown>): Promise<void> {
    this.commands += 1;
    const commandId = `bench-${this.commands}`;
    const value = { commandId, ledger: 'main', by: 'bench', body };
    await this.send('commands', [{ key: commandId, value }]);
    const answer = await waitFor(`the answer to command ${commandId}`, async () => {
      const answers = await this.payloads<{ commandId: string; outcome: string }>(
        'CommandAnswered',
      );
      return answers.find((each) => each.commandId === commandId);
    });
    if (answer.outcome !== 'DONE') throw new Error(JSON.stringify(answer));
  }

  /** The payloads of all events of a type. */
  async payloads<Payload>(type: string): Promise<Payload[]> {
    const { rows } = await this.pool.query<{ payload: string }>(
      "SELECT payload::text FROM event WHERE ledger_id = 'main' AND type = $1 ORDER BY position",
      [type],
    );
    return rows.map(({ payload }) => JSON.parse(payload) as Payload);
  }

  /** Waits until so many observations are in events of a type, each in the list called `list`. */
  private async observed(type: string, list: string, count: number): Promise<void> {
    await waitFor(`${count} observations of ${type}`, async () => {
      const payloads = await this.payloads<Record<string, readonly unknown[]>>(type);
      const seen = payloads.reduce((sum, each) => sum + (each[list]?.length ?? 0), 0);
      return seen >= count || undefined;
    });
  }
}
