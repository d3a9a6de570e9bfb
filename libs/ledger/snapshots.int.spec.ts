import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { runMigrations } from './migrations.js';
import { createPool } from './pool.js';
import { Snapshots } from './snapshots.js';

let pool: pg.Pool;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
});
afterAll(() => pool?.end());

const at = (position: number, text: string) => ({
  position,
  headHash: 'a'.repeat(64),
  state: Buffer.from(text),
});

describe('a snapshot', () => {
  it('is read by the code that wrote it and by no other', async () => {
    await new Snapshots(pool, 'one', 'v1').write(at(10, 'state'));
    expect(await new Snapshots(pool, 'one', 'v1').read()).toEqual(at(10, 'state'));
    expect(await new Snapshots(pool, 'one', 'v2').read()).toBeUndefined();
    expect(await new Snapshots(pool, 'two', 'v1').read()).toBeUndefined();
  });

  it('is replaced by a later one and not by an earlier one', async () => {
    const snapshots = new Snapshots(pool, 'three', 'v1');
    await snapshots.write(at(20, 'later'));
    await snapshots.write(at(10, 'earlier'));
    expect(await snapshots.read()).toEqual(at(20, 'later'));
    await snapshots.write(at(30, 'last'));
    expect(await snapshots.read()).toEqual(at(30, 'last'));
  });
});
