import type pg from 'pg';
import { createPool } from '#libs/ledger/pool.js';
import { databaseUrl } from './house.js';

/** Runs a task with connections to the clearing house's database. */
export async function withDatabase<T>(task: (database: pg.Pool) => Promise<T>): Promise<T> {
  const pool = createPool(databaseUrl(), { max: 2, applicationName: 'ccp-cli' });
  try {
    return await task(pool);
  } finally {
    await pool.end();
  }
}
