import type { TestProject } from 'vitest/node';
import { startTestServers } from '#libs/platform/test-servers.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Owner's URL of a real Postgres server; each test makes its own database on it. */
    databaseUrl: string;
    /** Address of a real Kafka broker; each test has its own topic prefix. */
    kafkaBrokers: string;
  }
}

/** One Postgres and one Kafka for a whole run of the integration tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startTestServers({ postgres: true, kafka: true });
  project.provide('databaseUrl', servers.databaseUrl);
  project.provide('kafkaBrokers', servers.kafkaBrokers);
  return () => servers.stop();
}
