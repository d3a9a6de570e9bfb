import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { letIn, passwordHashOf, readAccessRecords, shutOut } from './access-store.js';

let owner: pg.Pool;
let service: pg.Pool;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(databaseUrl);
  owner = createPool(databaseUrl, { asOwner: true });
  service = createPool(databaseUrl);
});
afterAll(async () => {
  await Promise.all([owner.end(), service.end()]);
});

const ALPHA = { role: 'member', name: 'ALPHA' } as const;
const XSIM = { role: 'venue', name: 'XSIM' } as const;

it('the owner lets members in and out, and services see who is in', async () => {
  await letIn(owner, 'ALPHA', ALPHA, { id: 'c1', hash: 'scrypt$1' });
  await letIn(owner, 'venue:XSIM', XSIM, { id: 'c2', hash: 'scrypt$2' });
  expect(await passwordHashOf(service, 'ALPHA')).toBe('scrypt$1');
  // Only members sign in over HTTP.
  expect(await passwordHashOf(service, 'venue:XSIM')).toBe(undefined);
  await letIn(owner, 'ALPHA', ALPHA);
  expect(await passwordHashOf(service, 'ALPHA')).toBe('scrypt$1');
  await shutOut(owner, 'ALPHA');
  expect(await passwordHashOf(service, 'ALPHA')).toBe(undefined);
  expect(await readAccessRecords(service)).toMatchObject([
    { username: 'ALPHA', isActive: false, credentialId: undefined },
    { username: 'venue:XSIM', isActive: true, credentialId: 'c2' },
  ]);
});

it('a service lets nobody in', async () => {
  const password = { id: 'c3', hash: 'scrypt$3' };
  await expect(letIn(service, 'BETA', { role: 'member', name: 'BETA' }, password)).rejects.toThrow(
    /permission denied/,
  );
  await expect(service.query('DELETE FROM access_user')).rejects.toThrow(/permission denied/);
});

it('rows before and after the migration: what contradicts itself is refused', async () => {
  for (const [name, values] of [
    ['a password without its hash', `('A', 'member', 'A', true, 'c', NULL, now())`],
    ['a hash of another kind', `('A', 'member', 'A', true, 'c', 'md5$x', now())`],
    ['a password of who was shut out', `('A', 'member', 'A', false, 'c', 'scrypt$x', now())`],
    ['a venue by the name of a member', `('A', 'venue', 'A', true, NULL, NULL, now())`],
    ['a role that is not known', `('admin:A', 'admin', 'A', true, NULL, NULL, now())`],
  ])
    await expect(owner.query(`INSERT INTO access_user VALUES ${values}`), name).rejects.toThrow(
      /violates check constraint/,
    );
});
