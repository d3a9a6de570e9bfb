import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { runMigrations } from './migrations.js';
import { createPool } from './pool.js';

it('a connection that is cut while it is in use ends its transaction and not the process', async () => {
  const databaseUrl = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(databaseUrl);
  const pool = createPool(databaseUrl);
  const client = await pool.connect();
  await client.query('BEGIN');
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await sleep(200);
  await expect(client.query('COMMIT')).rejects.toThrow(/terminat|not queryable/);
  client.release();
  expect((await pool.query('SELECT 1')).rowCount).toBe(1);
  await Promise.all([pool.end(), admin.end()]);
});
