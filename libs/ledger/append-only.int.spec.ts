import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { GENESIS_HASH } from './hash-chain.js';
import { LedgerWriter } from './ledger-writer.js';
import { Leases } from './lease.js';
import { runMigrations } from './migrations.js';
import { createPool } from './pool.js';
import { batchAfter, refusal } from './testing/batches.js';

let service: pg.Pool;
let owner: pg.Pool;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(databaseUrl);
  service = createPool(databaseUrl);
  owner = new pg.Pool({ connectionString: databaseUrl });
  const lease = await new Leases(service, 'main').acquire('core', 'test');
  const writer = new LedgerWriter(service, 'main', lease?.epoch ?? -1);
  await writer.append(batchAfter('main', { position: 0, hash: GENESIS_HASH }, [refusal('one')]));
  writer.close();
});
afterAll(async () => {
  await Promise.all([service?.end(), owner?.end()]);
});

const CHANGES = [
  "UPDATE event SET payload = '{}'",
  'DELETE FROM event',
  'TRUNCATE event',
  'UPDATE event SET position = 2 WHERE false',
];

describe('the ledger', () => {
  it.each(CHANGES)('refuses the role of the services: %s', async (statement) => {
    await expect(service.query(statement)).rejects.toThrow(/permission denied for table event/);
  });

  it.each(CHANGES)('refuses its owner too, by a trigger: %s', async (statement) => {
    await expect(owner.query(statement)).rejects.toThrow(
      /the ledger is append-only: .* is refused/,
    );
    expect((await owner.query('SELECT FROM event')).rowCount).toBe(1);
  });

  it.each([
    'DROP TRIGGER event_is_append_only ON event',
    'ALTER TABLE event DISABLE TRIGGER ALL',
    'DROP TABLE event',
    'ALTER TABLE event ADD COLUMN note text',
    'DELETE FROM identity',
    "UPDATE quarantine SET reason = ''",
    "UPDATE sealed_bid SET content = ''",
    'TRUNCATE sealed_bid',
    'CREATE TABLE mine (id integer)',
  ])('gives the role of the services no way around: %s', async (statement) => {
    await expect(service.query(statement)).rejects.toThrow(/must be owner|permission denied/);
  });

  it.each(["UPDATE sealed_bid SET content = ''", 'DELETE FROM sealed_bid', 'TRUNCATE sealed_bid'])(
    'keeps what lies behind sealed bids from its owner too: %s',
    async (statement) => {
      await expect(owner.query(statement)).rejects.toThrow(/append-only: .* on sealed_bid/);
    },
  );

  it('does not let the role of the services insert at a place that is taken', async () => {
    const copy = 'INSERT INTO event SELECT * FROM event';
    await expect(service.query(copy)).rejects.toThrow(/duplicate key/);
  });
});
