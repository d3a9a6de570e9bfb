import { startEmbeddedKafka } from './embedded-kafka.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import type { KafkaUsers } from './house-secrets.js';
import type { Part } from './supervisor.js';

/** A part whose `info` names the server's address under a known name. */
export interface ServerPartOptions {
  readonly dataDir: string;
  readonly say: (line: string) => void;
}

/**
 * Our own Postgres as a part; its info is `{ databaseUrl }`. When it crashed it comes back on the
 * same port: the services know no other.
 */
export function postgresPart({ dataDir }: ServerPartOptions): Part {
  let port: number | undefined;
  return {
    name: 'Postgres',
    async start(signal) {
      const server = await startEmbeddedPostgres({ dataDir, port, signal });
      ({ port } = server);
      const { databaseUrl, ended } = server;
      // How long it may take to stop is the guard's to see to.
      return { info: { databaseUrl }, ended, stop: () => server.stop() };
    },
  };
}

/** Our own Kafka broker as a part; its info is `{ kafkaBrokers }`. It comes back on the same port. */
export function kafkaPart({
  dataDir,
  say,
  users,
}: ServerPartOptions & { readonly users?: KafkaUsers | undefined }): Part {
  let port: number | undefined;
  return {
    name: 'Kafka',
    async start(signal) {
      const server = await startEmbeddedKafka({ dataDir, say, port, users, signal });
      ({ port } = server);
      const { kafkaBrokers, ended } = server;
      return { info: { kafkaBrokers }, ended, stop: () => server.stop() };
    },
  };
}
