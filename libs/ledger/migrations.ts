import { DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { migrations } from '#migrations/index.js';

/**
 * Brings a database up to this version's tables. Safe to call again, and by two at once: the second
 * waits for the first (a lock on a table, which any Postgres knows).
 * @param databaseUrl of a role that may create tables, and the role of the services if it is missing
 */
export async function runMigrations(databaseUrl: string): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    migrations,
    migrationsTableName: 'migration',
  });
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    await createLockTable(runner);
    await runner.startTransaction();
    await runner.query('LOCK TABLE migration_lock IN ACCESS EXCLUSIVE MODE');
    await source.runMigrations({ transaction: 'each' });
    await runner.commitTransaction();
  } finally {
    await runner.release();
    await source.destroy();
  }
}

const UNIQUE_VIOLATION = '23505';

/** Even IF NOT EXISTS fails for one of two who create a table at the same moment: then it is there. */
async function createLockTable(runner: QueryRunner): Promise<void> {
  try {
    await runner.query('CREATE TABLE IF NOT EXISTS migration_lock (only_row boolean PRIMARY KEY)');
  } catch (error) {
    if (!(error instanceof QueryFailedError)) throw error;
    const { driverError } = error as QueryFailedError<Error & { code?: string }>;
    if (driverError.code !== UNIQUE_VIOLATION) throw error;
  }
}
