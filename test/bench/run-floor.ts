import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { runMigrations } from '#libs/ledger/migrations.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import type { BenchServers } from './bench-servers.js';

const run = promisify(execFile);

/** Runs the floor over the trades of a topic. @returns trades a second */
export async function runFloor(
  servers: BenchServers,
  topic: string,
  count: number,
  answers?: { readonly answerTopic: string; readonly ledgerTopic: string },
): Promise<number> {
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  const program = path.join(PROJECT_ROOT, 'dist/test/bench/floor.js');
  const more = answers ? ['answers', answers.answerTopic, answers.ledgerTopic] : [];
  const { stdout } = await run(process.execPath, [program, topic, String(count), ...more], {
    env: { ...process.env, DATABASE_URL: databaseUrl, KAFKA_BROKERS: servers.kafkaBrokers },
  });
  return (count / Number(stdout)) * 1000;
}
