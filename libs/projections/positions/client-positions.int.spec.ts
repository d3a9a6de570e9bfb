import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PositionEffect } from '#libs/domain/inputs/inputs.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import {
  type TestServers,
  createTestDatabase,
  startTestServers,
} from '#libs/platform/test-servers.js';
import {
  ProjectionRunner,
  clientPositionsAsOf,
  listClientPositions,
  listPositions,
  positionsAsOf,
  projections,
} from '../index.js';
import { TestLedger, novated } from '../test-ledger.fixture.js';

let servers: TestServers;
let pool: pg.Pool;

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl, { max: 4 });
}, 60_000);

afterAll(async () => {
  await pool?.end();
  await servers?.stop();
});

const LEDGER = 'gross';
const everything = { limit: 1_000 };
const catchUp = (): Promise<number> => new ProjectionRunner(pool, projections).catchUp();

let trades = 0;
/** A trade of the gross account A/G for a client: lots above zero are bought. */
function dealt(client: string, lots: number, effect: PositionEffect) {
  const quantity = String(Math.abs(lots));
  trades += 1;
  return lots > 0
    ? novated(`T${trades}`, {
        quantity,
        buyer: 'A/G',
        seller: 'B/H',
        buyerClient: client,
        buyerEffect: effect,
      })
    : novated(`T${trades}`, {
        quantity,
        buyer: 'B/H',
        seller: 'A/G',
        sellerClient: client,
        sellerEffect: effect,
      });
}

describe('positions of a gross omnibus account', () => {
  it('are kept by client and added up gross, over pages as from the events themselves', async () => {
    const ledger = await TestLedger.open(pool, LEDGER);
    const of = { account: 'A/G', instrument: 'FUT' };
    await ledger.append([
      dealt('F1', 10, 'OPEN'),
      dealt('F2', -6, 'OPEN'),
      dealt('F1', -2, 'OPEN'),
    ]);
    await catchUp();
    expect((await listPositions(pool, LEDGER, everything)).items).toEqual([
      { ...of, long: '10', short: '8', net: '2' },
      { account: 'B/H', instrument: 'FUT', long: '0', short: '2', net: '-2' },
    ]);
    const f1 = { ...of, client: 'F1', long: '10', short: '2', net: '8' };
    const f2 = { ...of, client: 'F2', long: '0', short: '6', net: '-6' };
    expect((await listClientPositions(pool, LEDGER, everything)).items).toEqual([f1, f2]);
    const ofF2 = { ...everything, client: 'F2' };
    expect((await listClientPositions(pool, LEDGER, ofF2)).items).toEqual([f2]);
    const first = await listClientPositions(pool, LEDGER, { limit: 1 });
    const next = { limit: 1, cursor: first.nextCursor ?? '' };
    expect((await listClientPositions(pool, LEDGER, next)).items).toEqual([f2]);

    await ledger.append([
      dealt('F1', -10, 'CLOSE'),
      dealt('F2', 6, 'CLOSE'),
      dealt('F1', 2, 'CLOSE'),
      dealt('F3', -3, 'OPEN'),
      dealt('F4', 3, 'OPEN'),
    ]);
    await catchUp();
    const head = ledger.head;
    const [held, clients] = [
      await listPositions(pool, LEDGER, everything),
      await listClientPositions(pool, LEDGER, everything),
    ];
    expect(held.items).toEqual([{ ...of, long: '3', short: '3', net: '0' }]);
    expect(clients.items.map(({ client, net }) => [client, net])).toEqual([
      ['F3', '-3'],
      ['F4', '3'],
    ]);
    expect(await positionsAsOf(pool, LEDGER, head)).toEqual(held.items);
    expect(await clientPositionsAsOf(pool, LEDGER, head)).toEqual(clients.items);
    expect(await clientPositionsAsOf(pool, LEDGER, 3)).toEqual([f1, f2]);
    ledger.close();
  });
});
