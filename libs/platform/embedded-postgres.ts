import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { logTail, type GuardedServer } from './guarded-server.js';
import {
  POSTGRES_OWNER,
  PostgresCluster,
  type PostgresClusterOptions,
} from './postgres-cluster.js';

export interface EmbeddedPostgresOptions extends PostgresClusterOptions {
  /** Insist on this port, as when a server that crashed comes back for those who know its address. */
  readonly port?: number | undefined;
}

/** A PostgreSQL server of our own, listening on loopback alone. */
export interface EmbeddedPostgres {
  readonly databaseUrl: string;
  readonly port: number;
  /** Resolves with how the server ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** Fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>;
}

const DATABASE = 'ccp';
const START_ATTEMPTS = 3;
/** Long, since a server that was killed under load first replays its log. */
const READY_MS = 120_000;
const POLL_MS = 20;

/**
 * Starts PostgreSQL on the data folder, which is initialised the first time. What a killed run left
 * behind, a server or its lock file, is cleared away first.
 * @throws Error with what the server said, when it does not come up
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const cluster = await PostgresCluster.open(options);
  await cluster.clearLeftovers();
  const password = await cluster.initialise();
  options.signal?.throwIfAborted();
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await cluster.choosePort());
    const server = cluster.launch(port);
    const problem = await ready(server, urlOf(port, password, 'postgres'), options.signal);
    if (problem === undefined) {
      cluster.rememberPort(port);
      const databaseUrl = urlOf(port, password, DATABASE);
      return { databaseUrl, port, ended: server.ended, stop: () => server.stop() };
    }
    await server.stop();
    options.signal?.throwIfAborted();
    if (attempt === START_ATTEMPTS) {
      throw new Error(`PostgreSQL does not start (${problem}):\n${logTail(cluster.logFile)}`);
    }
    // Another program took the port meanwhile, or the last of a killed server's processes still
    // holds its memory: a moment later both have passed.
    await sleep(attempt * 500);
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${POSTGRES_OWNER}:${password}@127.0.0.1:${port}/${database}`;
}

/** Waits until the server answers and has the database. @returns what went wrong, if anything */
async function ready(
  server: GuardedServer,
  adminUrl: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  let problem = 'no answer';
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(POLL_MS)) {
    if (!server.running()) return server.ended;
    if (signal?.aborted) return 'it was stopped';
    try {
      await createDatabaseOnce(adminUrl, DATABASE);
      return undefined;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  }
  return problem;
}

/** Creates a database unless it is there. */
async function createDatabaseOnce(adminUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  // An error on an idle connection comes as an event as well, and would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
