import type { Queryable, createPool } from '#libs/ledger/index.js';

/**
 * Runs a task inside one read-only transaction that sees one moment of the database, however long it
 * takes.
 */
export async function inOneSnapshot<T>(
  pool: ReturnType<typeof createPool>,
  task: (client: Queryable) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Folding a page may take longer than an ordinary transaction is allowed to rest.
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    const result = await task(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
