import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { LedgerReader } from './ledger-reader.js';
import { LEASE_RENEWAL_MS, LEASE_TTL_MS, Leases } from './lease.js';
import { runMigrations } from './migrations.js';
import { createPool } from './pool.js';

let pool: pg.Pool;
let ledgers = 0;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl, { max: 12 });
});
afterAll(() => pool?.end());

function ofNewLedger(): { leases: Leases; ledgerId: string } {
  const ledgerId = `ledger-${++ledgers}`;
  return { leases: new Leases(pool, ledgerId), ledgerId };
}

describe('a lease', () => {
  it('is given to one of many who ask at once', async () => {
    const { leases } = ofNewLedger();
    const asked = Array.from({ length: 10 }, (_, i) => leases.acquire('core', `core-${i}`));
    const held = (await Promise.all(asked)).filter((lease) => lease !== undefined);
    expect(held).toHaveLength(1);
    expect(held[0]?.epoch).toBe(1);
  });

  it('is kept by renewing, refused to others, and lost to the next when it runs out', async () => {
    const { leases, ledgerId } = ofNewLedger();
    const first = (await leases.acquire('core', 'first'))!;
    for (let renewals = 0; renewals < 5; renewals++) {
      await sleep(LEASE_RENEWAL_MS);
      expect(await leases.renew(first)).toBe(true);
    }
    expect(await leases.acquire('core', 'second')).toBeUndefined();
    await sleep(LEASE_TTL_MS + 200);
    const second = await leases.acquire('core', 'second');
    expect(second).toEqual({ role: 'core', holder: 'second', epoch: 2 });
    expect(await leases.renew(first)).toBe(false);
    expect((await new LedgerReader(pool, ledgerId).head()).epoch).toBe(2);
  });

  it('that was given back is free at once, and giving an old one back takes nothing away', async () => {
    const { leases } = ofNewLedger();
    const first = (await leases.acquire('publisher', 'first'))!;
    await leases.release(first);
    const second = await leases.acquire('publisher', 'second');
    expect(second?.epoch).toBe(2);
    await leases.release(first);
    expect(await leases.acquire('publisher', 'third')).toBeUndefined();
  });

  it('of one role or ledger says nothing about others', async () => {
    const { leases } = ofNewLedger();
    expect(await leases.acquire('core', 'one')).toBeDefined();
    expect(await leases.acquire('publisher', 'one')).toBeDefined();
    expect(await ofNewLedger().leases.acquire('core', 'two')).toBeDefined();
  });
});
