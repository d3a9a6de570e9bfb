import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import {
  type TestServers,
  createTestDatabase,
  startTestServers,
} from '#libs/platform/test-servers.js';
import {
  ProjectionRunner,
  listBalances,
  listPositions,
  listTrades,
  positionsAsOf,
  projections,
} from './index.js';
import { TestLedger, deposited, novated } from './test-ledger.fixture.js';

let servers: TestServers;
let pool: pg.Pool;

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl, { max: 6 });
}, 60_000);

afterAll(async () => {
  await pool?.end();
  await servers?.stop();
});

const everything = { limit: 1_000 };
const catchUp = (): Promise<number> => new ProjectionRunner(pool, projections).catchUp();

describe('read models', () => {
  it('net positions over pages and never count an event twice, with two runners at once', async () => {
    const ledger = await TestLedger.open(pool, 'two-runners');
    await ledger.append([
      {
        type: 'LedgerOpened',
        streamId: 'ledger',
        payload: { ledger: 'two-runners', formatVersion: 1 },
      },
    ]);
    const accounts = ['A/H', 'B/H', 'C/H'];
    for (let batch = 0; batch < 4; batch++) {
      await ledger.append(
        Array.from({ length: 1_500 }, (_, i) => {
          const n = batch * 1_500 + i;
          return novated(`T${n}`, {
            quantity: String((n % 5) + 1),
            buyer: accounts[n % 3]!,
            seller: accounts[(n + 1) % 3]!,
          });
        }),
      );
    }
    const runners = [1, 2].map(() => new ProjectionRunner(pool, projections));
    runners.forEach((runner) => runner.start());
    await expect
      .poll(async () => (await listPositions(pool, 'two-runners', everything)).position, {
        timeout: 10_000,
      })
      .toBe(ledger.head);
    await Promise.all(runners.map((runner) => runner.stop()));
    const stored = await listPositions(pool, 'two-runners', everything);
    expect(stored.items).toEqual(await positionsAsOf(pool, 'two-runners', ledger.head));
    expect(stored.items.reduce((sum, { net }) => sum + BigInt(net), 0n)).toBe(0n);
    ledger.close();
  });

  it('pass through zero from long to short, and are not listed when flat', async () => {
    const ledger = await TestLedger.open(pool, 'through-zero');
    await ledger.append([novated('1', { quantity: '5', buyer: 'A/H', seller: 'B/H' })]);
    await catchUp();
    await ledger.append([novated('2', { quantity: '8', buyer: 'B/H', seller: 'A/H' })]);
    await catchUp();
    expect((await listPositions(pool, 'through-zero', everything)).items).toEqual([
      { account: 'A/H', instrument: 'FUT', long: '0', short: '3', net: '-3' },
      { account: 'B/H', instrument: 'FUT', long: '3', short: '0', net: '3' },
    ]);
    await ledger.append([novated('3', { quantity: '3', buyer: 'A/H', seller: 'B/H' })]);
    await catchUp();
    expect((await listPositions(pool, 'through-zero', everything)).items).toEqual([]);
    ledger.close();
  });

  it('list trades by account, by member and all, page by page, each once', async () => {
    const ledger = await TestLedger.open(pool, 'trade-lists');
    for (let n = 0; n < 25; n++) {
      await ledger.append([
        novated(`T${n}`, { quantity: '1', buyer: 'A/H', seller: n % 2 ? 'A/C' : 'B/H' }),
      ]);
      if (n % 7 === 0) await catchUp();
    }
    await catchUp();
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listTrades(pool, 'trade-lists', { limit: 4, cursor });
      all.push(...page.items.map(({ tradeId }) => tradeId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(all).toEqual(Array.from({ length: 25 }, (_, n) => `T${n}`));
    const count = async (filter: { account?: string; member?: string }): Promise<number> =>
      (await listTrades(pool, 'trade-lists', { ...everything, ...filter })).items.length;
    expect(await count({ account: 'A/H' })).toBe(25);
    expect(await count({ account: 'A/C' })).toBe(12);
    expect(await count({ member: 'A' })).toBe(25);
    expect(await count({ member: 'B' })).toBe(13);
    expect(await count({ member: 'B', account: 'A/H' })).toBe(0);
    ledger.close();
  });

  it('rebuild from zero when their version is raised, and hold the same again', async () => {
    const ledger = await TestLedger.open(pool, 'rebuilt');
    await ledger.append([deposited('1', 'A/H', 12_345), deposited('2', 'A/H', 55)]);
    await catchUp();
    const before = await listBalances(pool, 'rebuilt', { ...everything, trial: true });
    const raised = projections.map((each) => ({ ...each, version: each.version + 1 }));
    await ledger.append([deposited('3', 'B/H', 100)]);
    await new ProjectionRunner(pool, raised).catchUp();
    // The older version sees that a newer one owns the tables, and leaves them alone.
    await catchUp();
    const after = await listBalances(pool, 'rebuilt', { ...everything, trial: true });
    expect(before.items).toContainEqual({
      book: 'account/A/H/cash/USD',
      asset: 'USD',
      amount: 12_400n,
    });
    expect(after.items).toEqual([
      ...before.items.slice(0, 1),
      { book: 'account/B/H/cash/USD', asset: 'USD', amount: 100n },
      { book: 'external/BANK', asset: 'USD', amount: -12_500n },
    ]);
    expect(after.position).toBe(3);
    ledger.close();
  });
});
