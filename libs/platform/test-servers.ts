import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { startEmbeddedKafka } from './embedded-kafka.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { PROJECT_ROOT } from './project-root.js';

/** Real servers for tests; stopping them also deletes their data. */
export interface TestServers {
  /** Of the database `ccp` as its owner; empty when no Postgres was asked for. */
  readonly databaseUrl: string;
  /** Empty when no Kafka was asked for. */
  readonly kafkaBrokers: string;
  stop(): Promise<void>;
}

let started = 0;

/** A throw-away data folder below the project, `.data/test-PID-N`. */
export function makeTestDataDir(): string {
  const dataDir = path.join(PROJECT_ROOT, '.data', `test-${process.pid}-${++started}`);
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.mkdirSync(dataDir, { recursive: true });
  return dataDir;
}

/**
 * Starts the servers asked for in a throw-away data folder. They end with this process whatever
 * becomes of it.
 */
export async function startTestServers(wanted: {
  readonly postgres?: boolean;
  readonly kafka?: boolean;
}): Promise<TestServers> {
  const dataDir = makeTestDataDir();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const [postgres, kafka] = await Promise.all([
    wanted.postgres ? startEmbeddedPostgres({ dataDir, durable: false }) : undefined,
    wanted.kafka ? startEmbeddedKafka({ dataDir, say }) : undefined,
  ]);
  return {
    databaseUrl: postgres?.databaseUrl ?? '',
    kafkaBrokers: kafka?.kafkaBrokers ?? '',
    async stop() {
      await Promise.all([postgres?.stop(), kafka?.stop()]);
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Makes an empty database for one test on the server of `adminUrl`.
 * @returns its URL
 */
export async function createTestDatabase(adminUrl: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** A topic prefix that no other test has. */
export function makeTopicPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}
