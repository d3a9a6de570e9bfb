import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { migrations } from '#migrations/index.js';
import { runMigrations } from './migrations.js';

async function carriedOut(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rowCount } = await client.query('SELECT FROM migration');
  await client.query('SELECT FROM event, ledger_head, lease, projection_checkpoint');
  await client.end();
  return rowCount ?? 0;
}

describe('migrations', () => {
  it('run again change nothing', async () => {
    const databaseUrl = await createTestDatabase(inject('databaseUrl'));
    await runMigrations(databaseUrl);
    await runMigrations(databaseUrl);
    expect(await carriedOut(databaseUrl)).toBe(migrations.length);
  });

  it('run by several at once on one database are carried out once', async () => {
    const databaseUrl = await createTestDatabase(inject('databaseUrl'));
    await Promise.all([1, 2, 3].map(() => runMigrations(databaseUrl)));
    expect(await carriedOut(databaseUrl)).toBe(migrations.length);
  });

  it('run at once on several databases of one server, which share the role of the services', async () => {
    const urls = await Promise.all([1, 2, 3].map(() => createTestDatabase(inject('databaseUrl'))));
    await Promise.all(urls.map((url) => runMigrations(url)));
    for (const url of urls) expect(await carriedOut(url)).toBe(migrations.length);
  });
});
