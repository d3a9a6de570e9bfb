import { hash } from 'node:crypto';
import { deserialize } from 'node:v8';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPool, Snapshots } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { createTestDatabase } from '#libs/platform/test-servers.js';
import { referenceDataApplied } from '#libs/projections/reference-data.fixture.js';
import { deposited, novated, TestLedger } from '#libs/projections/test-ledger.fixture.js';
import { LedgerFollower, serializeSnapshot } from './index.js';

const VERSION = 'v1';
const LEDGER = 'main';

let pool: pg.Pool;
let ledger: TestLedger;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase(inject('databaseUrl'));
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  ledger = await TestLedger.open(pool, LEDGER);
  await ledger.append([referenceDataApplied()]);
  await trade(1, 20);
});
afterAll(async () => {
  ledger?.close();
  await pool?.end();
});

async function trade(from: number, count: number): Promise<void> {
  const terms = { instrument: 'SPX-FUT', quantity: '3', buyer: 'ALPHA/HOUSE', seller: 'BETA/C1' };
  for (let i = from; i < from + count; i++)
    await ledger.append([novated(`T${i}`, terms), deposited(`C${i}`, 'BETA/C1', 100 * i)]);
}

async function folded(useSnapshot: boolean, version = VERSION): Promise<LedgerFollower> {
  const follower = await LedgerFollower.open(pool, LEDGER, version, useSnapshot);
  await follower.catchUp();
  return follower;
}

/** All of the state, as plain data; of the filter, which is large, a hash. */
function contentOf({ folded: state }: LedgerFollower): unknown {
  const { house, filter } = deserialize(serializeSnapshot(state)) as {
    house: object;
    filter: Uint32Array;
  };
  return { house, filter: hash('sha256', filter, 'hex') };
}

async function keepSnapshot(follower: LedgerFollower): Promise<void> {
  const { house, hash: headHash } = follower.folded;
  const state = serializeSnapshot(follower.folded);
  await new Snapshots(pool, LEDGER, VERSION).write({
    position: house.position,
    headHash,
    state,
  });
}

describe('a snapshot', () => {
  it('is a cache: from it and from the first event the same state is folded', async () => {
    await keepSnapshot(await folded(false));
    await trade(100, 10);
    const opened = await LedgerFollower.open(pool, LEDGER, VERSION);
    expect(opened.folded.house.position).toBe(41);
    expect(await opened.catchUp()).toBe(20);
    const fromZero = await folded(false);
    expect(fromZero.folded.house.position).toBe(61);
    expect(contentOf(opened)).toEqual(contentOf(fromZero));
    expect(opened.folded.hash).toBe(fromZero.folded.hash);
  });

  it('of other code is not used', async () => {
    const opened = await LedgerFollower.open(pool, LEDGER, 'v2');
    expect(opened.folded.house.position).toBe(0);
    expect(contentOf(await folded(true, 'v2'))).toEqual(contentOf(await folded(false)));
  });

  it('of another ledger, as after a restore from a backup, is not used', async () => {
    const follower = await folded(false);
    const { house } = follower.folded;
    const state = serializeSnapshot(follower.folded);
    const foreign = { position: house.position, headHash: 'f'.repeat(64), state };
    await new Snapshots(pool, LEDGER, VERSION).write(foreign);
    const opened = await LedgerFollower.open(pool, LEDGER, VERSION);
    expect(opened.folded.house.position).toBe(0);
  });

  it('of a position that the ledger never had is not used', async () => {
    const follower = await folded(false);
    const state = serializeSnapshot(follower.folded);
    const beyond = { position: 9_999, headHash: follower.folded.hash, state };
    await new Snapshots(pool, LEDGER, VERSION).write(beyond);
    expect(contentOf(await folded(true))).toEqual(contentOf(follower));
  });
});
