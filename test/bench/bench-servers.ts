import fs from 'node:fs';
import path from 'node:path';
import { startEmbeddedKafka } from '#libs/platform/embedded-kafka.js';
import { startEmbeddedPostgres } from '#libs/platform/embedded-postgres.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';

export interface BenchServers {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  stop(): Promise<void>;
}

/** Durable servers of our own, as `npm start` runs them, on fresh data. */
export async function startBenchServers(): Promise<BenchServers> {
  const dataDir = path.join(PROJECT_ROOT, '.data', `bench-${process.pid}`);
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.mkdirSync(dataDir, { recursive: true });
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const [postgres, kafka] = await Promise.all([
    startEmbeddedPostgres({ dataDir }),
    startEmbeddedKafka({ dataDir, say }),
  ]);
  return {
    databaseUrl: postgres.databaseUrl,
    kafkaBrokers: kafka.kafkaBrokers,
    async stop() {
      await Promise.all([postgres.stop(), kafka.stop()]);
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
