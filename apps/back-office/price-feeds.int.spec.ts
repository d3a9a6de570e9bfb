import type { NestExpressApplication } from '@nestjs/platform-express';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyLedger } from '#libs/audit/verify-ledger.js';
import type { NewEvent, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import {
  atSecond,
  gatedDocument,
  gatedHouse,
  observe,
  passUntil,
} from '#libs/domain/testing/gated-market.js';
import { settlementPrice } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { createLogger } from '#libs/platform/logging.js';
import {
  type TestServers,
  createTestDatabase,
  startTestServers,
} from '#libs/platform/test-servers.js';
import { TestLedger } from '#libs/projections/test-ledger.fixture.js';
import { createBackOffice } from './create-back-office.js';

let servers: TestServers;
let pool: pg.Pool;
let app: NestExpressApplication;
let url: string;
let ledger: TestLedger;
const play = gatedHouse({ sources: { XSIM: '1', YOTH: '1' } });

async function write(events: readonly RecordedEvent[]): Promise<void> {
  for (const { type, streamId, payload, ledgerTimeMs } of events)
    await ledger.append(
      [{ type, streamId, payload } as NewEvent],
      ledgerTimeMs === undefined ? {} : { ledgerTimeMs },
    );
}

async function get(query = ''): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}/v1/ledgers/main/price-feeds${query}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const caughtUp = (): Promise<boolean> =>
  vi.waitUntil(async () => (await get()).body['position'] === ledger.head, 10_000);

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  ledger = await TestLedger.open(pool, 'main');
  observe(play, 0, '100.00');
  observe(play, 1, '100.10', 'YOTH');
  observe(play, 2, '104.00', 'YOTH');
  observe(play, 2, '100.00', 'XSIM', 'SPX-FAR');
  observe(play, 3, '3.00', 'XSIM', 'SPX-C');
  passUntil(play, 65);
  await write(play.events);
  const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: '127.0.0.1:1', LOG_LEVEL: 'silent' };
  app = await createBackOffice(readServiceConfiguration(env), createLogger('test', 'silent'));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  await caughtUp();
}, 60_000);

afterAll(async () => {
  await app?.close();
  ledger?.close();
  await pool?.end();
  await servers?.stop();
});

describe('price feeds over HTTP', () => {
  it('show state, since when, last price, the sources with their ages, and the last verdict', async () => {
    const { body } = await get('?limit=10');
    expect(body['items']).toEqual([
      expect.objectContaining({ symbol: 'SPX-FAR', state: 'HALTED', quality: 'NORMAL' }),
      {
        symbol: 'SPX-FUT',
        underlying: 'SPX',
        state: 'HALTED',
        quality: 'NORMAL',
        since: atSecond(65),
        sincePosition: expect.any(Number) as number,
        price: '100.05',
        acceptedAt: atSecond(1),
        ageSeconds: 64,
        sources: [
          { source: 'XSIM', price: '100.00', observedAt: atSecond(0), ageSeconds: 65 },
          { source: 'YOTH', price: '104.00', observedAt: atSecond(2), ageSeconds: 63 },
        ],
        lastVerdict: {
          verdict: 'QUARANTINED',
          source: 'YOTH',
          price: '104.00',
          observedAt: atSecond(2),
          position: expect.any(Number) as number,
        },
        effects: { rungsUp: 1, withdrawals: false, newRisk: false, automatedLiquidation: false },
      },
    ]);
  });

  it('are narrowed by underlying and state, and paged by symbol', async () => {
    expect((await get('?underlying=OIL')).body['items']).toEqual([]);
    expect((await get('?state=LIVE')).body['items']).toEqual([]);
    expect((await get('?state=DEAD')).status).toBe(400);
    const first = (await get('?limit=1')).body;
    expect(first['items']).toMatchObject([{ symbol: 'SPX-FAR' }]);
    const second = (await get(`?limit=1&cursor=${String(first['nextCursor'])}`)).body;
    expect(second).toMatchObject({ items: [{ symbol: 'SPX-FUT' }], nextCursor: null });
  });

  it('are counted by state for Prometheus', async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('ccp_price_feeds{ledger="main",state="HALTED"} 2');
    expect(metrics).toContain('ccp_price_feeds{ledger="main",state="LIVE"} 0');
  });

  it('follow official prices, and are what an audit expects, also once the gates are gone', async () => {
    const findings = async (): Promise<unknown[]> => {
      const { findings: all } = await verifyLedger(pool, 'main');
      return all.filter(({ what }) => /price feed|verdict|cannot be folded/.test(what));
    };
    expect(await findings()).toEqual([]);
    let written = play.events.length;
    const writeNew = async (): Promise<void> => {
      await write(play.events.slice(written));
      written = play.events.length;
      await caughtUp();
    };
    play.price(settlementPrice('2026-11-20', { price: '102.00', observedAt: atSecond(66) }));
    await writeNew();
    expect((await get('?state=LIVE')).body['items']).toMatchObject([
      { symbol: 'SPX-FUT', price: '102.00', acceptedAt: atSecond(66), since: atSecond(66) },
    ]);
    expect(await findings()).toEqual([]);
    const [spx, ...others] = gatedDocument()['underlyings'] as Record<string, unknown>[];
    const underlyings = [{ ...spx, priceFeed: null }, ...others];
    const document = referenceDocument({ ...gatedDocument(), underlyings });
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    await writeNew();
    expect((await get()).body['items']).toEqual([]);
    expect(await findings()).toEqual([]);
  });
});
