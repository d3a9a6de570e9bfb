import { DataSource } from 'typeorm';
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
    await runner.query('CREATE TABLE IF NOT EXISTS migration_lock (only_row boolean PRIMARY KEY)');
    await runner.startTransaction();
    await runner.query('LOCK TABLE migration_lock IN ACCESS EXCLUSIVE MODE');
    await source.runMigrations({ transaction: 'each' });
    await runner.commitTransaction();
  } finally {
    await runner.release();
    await source.destroy();
  }
}
