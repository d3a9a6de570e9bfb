import type { NestExpressApplication } from '@nestjs/platform-express';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { createLogger } from '#libs/platform/logging.js';
import {
  type TestServers,
  createTestDatabase,
  startTestServers,
} from '#libs/platform/test-servers.js';
import { TestLedger, deposited, novated } from '#libs/projections/test-ledger.fixture.js';
import { createBackOffice } from './create-back-office.js';
import { referenceDataApplied } from '#libs/projections/reference-data.fixture.js';

let servers: TestServers;
let pool: pg.Pool;
let app: NestExpressApplication;
let url: string;
let ledger: TestLedger;

const NOON = Date.parse('2026-11-20T12:00:00.000Z');

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  ledger = await TestLedger.open(pool, 'main');
  await ledger.append([referenceDataApplied()]);
  await ledger.append([deposited('1', 'ALPHA/HOUSE', 250_000)], { ledgerTimeMs: NOON });
  await ledger.append(
    [
      novated('T1', {
        instrument: 'SPX-FUT',
        quantity: '7',
        buyer: 'ALPHA/HOUSE',
        seller: 'BETA/C1',
      }),
    ],
    {
      ledgerTimeMs: NOON + 60_000,
      requirements: [
        { account: 'ALPHA/HOUSE', payload: { account: 'ALPHA/HOUSE', requirement: '9.99' } },
      ],
    },
  );
  // Nobody listens at this broker: queries must not need it.
  const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: '127.0.0.1:1', LOG_LEVEL: 'silent' };
  const configuration = readServiceConfiguration(env);
  app = await createBackOffice(configuration, createLogger('test', 'silent'));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  await vi.waitUntil(async () => (await get('positions')).body.position === ledger.head, 10_000);
}, 60_000);

afterAll(async () => {
  await app?.close();
  ledger?.close();
  await pool?.end();
  await servers?.stop();
});

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: {
    items: Record<string, unknown>[];
    position: number;
    [name: string]: unknown;
  };
}

async function request(path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(`${url}${path}`, init);
  const body = (await response.json()) as Answer['body'];
  return { status: response.status, type: response.headers.get('content-type'), body };
}

const get = (path: string): Promise<Answer> => request(`/v1/ledgers/main/${path}`);

describe('queries', () => {
  it('show positions and cash with the currency’s decimals, filtered by account and member', async () => {
    expect((await get('positions?account=BETA/C1')).body.items).toEqual([
      { account: 'BETA/C1', instrument: 'SPX-FUT', long: '0', short: '7', net: '-7' },
    ]);
    expect((await get('positions?member=GAMMA')).body.items).toEqual([]);
    expect((await get('balances')).body.items).toEqual([
      { account: 'ALPHA/HOUSE', currency: 'USD', amount: '2500.00' },
    ]);
    expect((await get('balances?trial=true')).body.items).toEqual([
      { book: 'account/ALPHA/HOUSE/cash/USD', asset: 'USD', amount: '2500.00' },
      { book: 'external/BANK', asset: 'USD', amount: '-2500.00' },
    ]);
  });

  it('sum up open margin calls by member, and refuse what is no member', async () => {
    const { status, body } = await get('margin-calls/summary?member=ALPHA');
    expect([status, body]).toEqual([200, { items: [], position: ledger.head }]);
    expect((await get('margin-calls/summary?member=AL%2FPHA')).status).toBe(400);
  });

  it('show the books as they stood at a position or at a time of the ledger’s clock', async () => {
    const before = await get('positions?asOf=2');
    expect(before.body).toMatchObject({ items: [], position: 2 });
    expect((await get('positions?asOf=2026-11-20T12:00:30.000Z')).body.position).toBe(2);
    expect((await get('positions?asOf=2026-11-20T12:01:00.000Z')).body.items).toHaveLength(2);
    expect((await get('balances?asOf=1')).body).toMatchObject({ items: [], position: 1 });
    expect((await get('positions?asOf=999')).body.position).toBe(ledger.head);
  });

  it('show the statement of an account over a period, as JSON and as CSV', async () => {
    const path = 'accounts/ALPHA/HOUSE/statement';
    const line = { position: 2, asset: 'USD', amount: '2500.00', balance: '2500.00' };
    const held = [{ asset: 'USD', amount: '2500.00' }];
    expect((await get(`${path}?from=2026-11-20&to=2026-11-20`)).body).toMatchObject({
      opening: [{ asset: 'USD', amount: '0.00' }],
      lines: [{ ...line, at: '2026-11-20T12:00:00.000Z', event: 'CollateralDeposited' }],
      closing: held,
      position: ledger.head,
    });
    const later = { opening: held, lines: [], closing: held };
    expect((await get(`${path}?from=2026-11-21`)).body).toMatchObject(later);
    expect((await get(`${path}?from=3`)).body).toMatchObject({ ...later, after: 2 });
    expect((await get(`${path}?to=2026-11-19`)).body).toMatchObject({ lines: [], closing: [] });
    const headers = { accept: 'text/csv' };
    const csv = await fetch(`${url}/v1/ledgers/main/${path}?from=2`, { headers });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect((await csv.text()).split('\r\n').slice(1)).toEqual([
      '1,,,OPENING,,,,USD,0.00,0.00,',
      expect.stringMatching(
        /^2,2026-11-20T12:00:00.000Z,.*,CollateralDeposited,.*,USD,2500.00,2500.00,$/,
      ),
      '3,,,CLOSING,,,,USD,,2500.00,',
      '',
    ]);
    expect((await get(`accounts/ALPHA/NONE/statement`)).status).toBe(404);
    expect((await get(`${path}?from=3&to=1`)).status).toBe(400);
    expect(await get(`${path}?from=yesterday`)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'from' }] },
    });
  });

  it('page by cursor, also through the past, and refuse a cursor that is not theirs', async () => {
    for (const list of ['positions', 'positions?asOf=3']) {
      const join = list.includes('?') ? '&' : '?';
      const first = await get(`${list}${join}limit=1`);
      expect(first.body.items).toHaveLength(1);
      const second = await get(`${list}${join}limit=1&cursor=${String(first.body['nextCursor'])}`);
      expect(second.body.items).toMatchObject([{ account: 'BETA/C1' }]);
      expect(second.body['nextCursor']).toBeNull();
    }
    const wrong = await get('positions?cursor=bm90LW91cnM');
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: 'cursor' }] } });
  });

  it('show the last requirement, zero before the first, and 404 for an account that is not there', async () => {
    expect((await get('accounts/ALPHA/HOUSE/margin')).body['requirement']).toBe('9.99');
    expect((await get('accounts/BETA/HOUSE/margin')).body).toMatchObject({
      account: 'BETA/HOUSE',
      marginMode: 'portfolio',
      requirement: '0.00',
      exposure: '0.00',
      groups: [],
    });
    const unknown = await get('accounts/BETA/NOPE/margin');
    expect(unknown.status).toBe(404);
    expect(unknown.type).toContain('application/problem+json');
    expect(unknown.body).toMatchObject({
      type: 'urn:clearing-house:problem:unknown-account',
      status: 404,
      detail: 'there is no account BETA/NOPE in ledger main',
    });
  });

  it('give out the ledger as pages and as a stream that goes on with what is appended', async () => {
    const page = await get('events?after=1&limit=1');
    expect(page.body).toMatchObject({
      items: [{ position: 2, type: 'CollateralDeposited' }],
      nextCursor: '2',
      position: ledger.head,
    });
    const stop = new AbortController();
    const stream = await fetch(`${url}/v1/ledgers/main/events?after=2`, {
      headers: { accept: 'text/event-stream' },
      signal: stop.signal,
    });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const readUntil = async (text: string): Promise<void> => {
      while (!seen.includes(text)) seen += (await reader.read()).value ?? '';
    };
    await readUntil('id: 3\nevent: TradeNovated\ndata: {"position":3');
    await ledger.append([deposited('2', 'BETA/HOUSE', 100)], { ledgerTimeMs: NOON + 60_000 });
    await readUntil('id: 4\nevent: CollateralDeposited\n');
    stop.abort();
  });

  it('answer what cannot be asked with problem details that name the field', async () => {
    expect(await get('trades?limit=0')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'limit', message: 'is not a whole number from 1 to 1000' }] },
    });
    expect(await get('trades?acount=A/B')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'acount', message: 'is not a name that this request takes' }] },
    });
    expect(await get('positions?account=ALPHA')).toMatchObject({
      status: 400,
      body: { detail: 'account: is not an account, such as ALPHA/HOUSE' },
    });
    expect((await get('positions?asOf=yesterday')).status).toBe(400);
    expect(await request('/v1/ledgers/other/trades')).toMatchObject({
      status: 404,
      body: { detail: 'there is no ledger other; there is main' },
    });
    const nowhere = await request('/v1/nowhere');
    expect(nowhere.status).toBe(404);
    expect(nowhere.type).toContain('application/problem+json');
  });
});

describe('settlement cycles', () => {
  const cycle = { cycleId: 'noon', type: 'INTRADAY', businessDate: '2026-11-20' } as const;
  const status = async () => (await get('settlement-cycles')).body.items[0]?.['status'];

  it('are BLOCKED while prices are missing, then BOOKED, then SETTLED', async () => {
    const streamId = 'settlement';
    const missing = ['SPX-FUT'];
    const scheduledFor = '2026-11-20T12:00:00.000Z';
    const blocked = { ...cycle, missing, scheduledFor };
    await ledger.append([{ type: 'SettlementCycleBlocked', streamId, payload: blocked }]);
    await vi.waitUntil(async () => (await status()) === 'BLOCKED', 10_000);
    const booked = { ...cycle, prices: [], withoutFinalPrice: [], accounts: 0, turnover: [] };
    await ledger.append([{ type: 'SettlementCycleCompleted', streamId, payload: booked }]);
    await vi.waitUntil(async () => (await status()) === 'BOOKED', 10_000);
    expect((await get('settlement-cycles/noon')).body['cycle']).toMatchObject({
      ...cycle,
      status: 'BOOKED',
      position: ledger.head,
    });
    const cyclePosition = ledger.head;
    const settled = { ...cycle, cyclePosition };
    await ledger.append([{ type: 'SettlementCycleSettled', streamId, payload: settled }]);
    await vi.waitUntil(async () => (await status()) === 'SETTLED', 10_000);
    expect((await get('settlement-cycles/noon')).body['cycle']).toMatchObject({
      ...cycle,
      status: 'SETTLED',
      position: cyclePosition,
    });
  });
});

describe('reference data', () => {
  it('is validated before it becomes a command, with path and mend', async () => {
    const answer = await request('/v1/ledgers/main/reference-data?check=true', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ document: { version: 1, baseCurrency: 'USD', colour: 'red' } }),
    });
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toContainEqual(expect.objectContaining({ field: 'colour' }));
  });
});

describe('what operators of machines ask', () => {
  it('is answered: health, metrics, the description of the interface', async () => {
    expect((await request('/health/live')).body).toMatchObject({ status: 'ok' });
    expect((await request('/health/ready')).body).toMatchObject({ status: 'ok', ledgers: 1 });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/ccp_ledger_position\{ledger="main"\} \d/);
    expect(metrics).toMatch(/ccp_projection_lag_events\{ledger="main",projection="positions"\} 0/);
    expect(metrics).toMatch(/ccp_http_request_duration_seconds_count\{.*route="[^"]*positions"/);
    const { body } = await request('/openapi.json');
    expect(body['openapi']).toMatch(/^3\.1/);
    expect(Object.keys(body['paths'] as object)).toContain('/v1/ledgers/{ledger}/positions');
    expect((await fetch(`${url}/docs`)).status).toBe(200);
  });
});
