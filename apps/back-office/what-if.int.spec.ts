import type { NestExpressApplication } from '@nestjs/platform-express';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decidePropose } from '#libs/domain/commands/decide-proposal.js';
import { houseAsOf } from '#libs/audit/index.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import { OperatorClient } from '#libs/operator-client/index.js';
import { readServiceConfiguration } from '#libs/platform/configuration.js';
import { createLogger } from '#libs/platform/logging.js';
import {
  type TestServers,
  createTestDatabase,
  startTestServers,
} from '#libs/platform/test-servers.js';
import {
  DOCUMENT,
  normalised,
  referenceDataApplied,
} from '#libs/projections/reference-data.fixture.js';
import { TestLedger, deposited, novated } from '#libs/projections/test-ledger.fixture.js';
import { createBackOffice } from './create-back-office.js';

let servers: TestServers;
let pool: pg.Pool;
let app: NestExpressApplication;
let client: OperatorClient;
let ledger: TestLedger;

const NOON = Date.parse('2026-11-20T12:00:00.000Z');
const TRADE = { instrument: 'SPX-FUT', buyer: 'ALPHA/HOUSE', seller: 'BETA/C1', price: '5000.00' };
const ACCOUNT = 'accounts/ALPHA/HOUSE';

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  ledger = await TestLedger.open(pool, 'main');
  await ledger.append([referenceDataApplied()]);
  await ledger.append([deposited('1', 'ALPHA/HOUSE', 10_000_000)], { ledgerTimeMs: NOON });
  await ledger.append([novated('T1', { ...TRADE, quantity: '7' })], { ledgerTimeMs: NOON });
  // Nobody listens at this broker: these questions must not need it.
  const env = {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: '127.0.0.1:1',
    LOG_LEVEL: 'silent',
    CCP_REQUIRE_APPROVAL: 'true',
  };
  const configuration = readServiceConfiguration(env);
  app = await createBackOffice(configuration, createLogger('test', 'silent'));
  await app.listen(0, '127.0.0.1');
  client = new OperatorClient(await app.getUrl());
}, 60_000);

afterAll(async () => {
  await app?.close();
  ledger?.close();
  await pool?.end();
  await servers?.stop();
});

const refusal = (status: number, rest: object = {}) => ({ problem: { status, ...rest } });

describe('the explanation of a requirement over HTTP', () => {
  it('is of the end of the ledger, also after something was appended', async () => {
    // 7 lots x 5000.00 x 50 USD x 8 %.
    expect(await client.get(`${ACCOUNT}/margin/explanation`)).toMatchObject({
      account: 'ALPHA/HOUSE',
      computedAt: { position: 3 },
      requirement: '140000.00',
      deficit: '40000.00',
      groups: [
        { liquidationGroup: 'EQUITY', shares: [{ instrument: 'SPX-FUT', portion: '100.00 %' }] },
      ],
    });
    await ledger.append([novated('T2', { ...TRADE, quantity: '1' })], { ledgerTimeMs: NOON });
    expect(await client.get(`${ACCOUNT}/margin/explanation`)).toMatchObject({
      computedAt: { position: 4 },
      requirement: '160000.00',
    });
  });

  it('is as of a position or a time where one is named', async () => {
    const path = `${ACCOUNT}/margin/explanation`;
    expect(await client.get(path, { asOf: 3 })).toMatchObject({ requirement: '140000.00' });
    expect(await client.get(path, { asOf: 2 })).toMatchObject({ requirement: '0.00' });
    const asOf = '2026-11-20T12:00:00.000Z';
    expect(await client.get(path, { asOf })).toMatchObject({ requirement: '160000.00' });
    await expect(client.get(path, { asOf: 'noon' })).rejects.toMatchObject(refusal(400));
    const nobody = client.get('accounts/ALPHA/NONE/margin/explanation');
    await expect(nobody).rejects.toMatchObject(refusal(404));
  });
});

describe('utilisation over HTTP', () => {
  it('is of accounts, members and the house at the end of the ledger', async () => {
    // 8 lots x 5000.00 x 50 USD x 8 % against 100,000.00 of cash.
    const used = { exposure: '160000.00', counted: '100000.00', utilisation: '1.6000' };
    expect(await client.get('utilisation', { member: 'ALPHA' })).toMatchObject({
      position: ledger.head,
      house: used,
      members: [{ member: 'ALPHA', ...used, lockedUpCost: '3000.00' }],
      accounts: [
        { account: 'ALPHA/HOUSE', ...used, deficit: '60000.00' },
        { account: 'ALPHA/C1', utilisation: '0.0000' },
      ],
    });
    expect(await client.get('utilisation')).toMatchObject({ house: { exposure: '320000.00' } });
    const nobody = client.get('utilisation', { member: 'NOBODY' });
    await expect(nobody).rejects.toMatchObject(refusal(404));
    await expect(client.get('utilisation', { member: '!' })).rejects.toMatchObject(refusal(400));
  });
});

describe('the suggestion of collateral over HTTP', () => {
  const path = `${ACCOUNT}/collateral/suggestion`;

  it('is what covers, at the costs that the request names', async () => {
    const move = { asset: 'USD', quantity: '60000.00' };
    expect(await client.post(path, {})).toMatchObject({
      position: ledger.head,
      needed: '160000.00',
      deliver: [{ ...move, cost: '0.03', costPerYear: '1800.00' }],
      takeBack: [],
      countedAfter: '160000.00',
      missing: '0.00',
    });
    const costs = [{ asset: 'USD', cost: '0.05' }];
    expect(await client.post(path, { costs })).toMatchObject({
      deliver: [{ ...move, cost: '0.05', costPerYear: '3000.00' }],
    });
  });

  it('is refused for malformed costs, unknown assets and unknown accounts', async () => {
    const ask = (cost: unknown, asset = 'USD') => client.post(path, { costs: [{ asset, cost }] });
    for (const cost of ['-1', 'dear', 0.05, ''])
      await expect(ask(cost)).rejects.toMatchObject(
        refusal(400, { errors: [{ field: 'costs.0.cost' }] }),
      );
    await expect(ask('0.1', 'SHELLS')).rejects.toMatchObject(
      refusal(409, { result: { code: 'UNKNOWN_ASSET' } }),
    );
    const nobody = client.post('accounts/ALPHA/NONE/collateral/suggestion', {});
    await expect(nobody).rejects.toMatchObject(refusal(404));
  });
});

describe('calibrated haircuts over HTTP', () => {
  it('are listed for what can fall, and refused below the confidence of margin', async () => {
    // The only collateral of this house is cash of its base currency.
    expect(await client.get('haircuts', { days: 5 })).toMatchObject({
      confidenceBp: 9900,
      days: 5,
      proposals: [],
    });
    await expect(client.get('haircuts', { confidence: 9000 })).rejects.toMatchObject(
      refusal(409, { result: { code: 'CONFIDENCE_BELOW_MARGIN' } }),
    );
    await expect(client.get('haircuts', { days: 0 })).rejects.toMatchObject(refusal(400));
  });
});

describe('what-if over HTTP', () => {
  const ask = (body: object, account = ACCOUNT): Promise<unknown> =>
    client.post(`${account}/what-if`, body);

  it('answers before and after, and leaves the ledger as it is', async () => {
    const head = ledger.head;
    const trades = [{ instrument: 'SPX-FUT', quantity: '-3' }];
    expect(await ask({ trades, reduce: true })).toMatchObject({
      position: head,
      trades: [{ instrument: 'SPX-FUT', quantity: '-3', price: '5000.00' }],
      before: { requirement: '160000.00', exposure: '160000.00', deficit: '60000.00' },
      after: { requirement: '100000.00', deficit: '0.00' },
      moved: expect.arrayContaining([
        expect.objectContaining({ component: 'requirement', difference: '-60000.00' }),
      ]) as unknown,
      reduction: { best: { trades: [{ quantity: '-5' }], reduction: '100000.00' } },
    });
    const { rows } = await pool.query('SELECT last_position FROM ledger_head');
    expect(rows).toEqual([{ last_position: String(head) }]);
  });

  it('refuses what is malformed with 400, and what cannot be answered with its code', async () => {
    for (const quantity of ['+1.5', '0', 'ten', 7])
      await expect(ask({ trades: [{ instrument: 'SPX-FUT', quantity }] })).rejects.toMatchObject(
        refusal(400, { errors: [{ field: 'trades.0.quantity' }] }),
      );
    await expect(ask({})).rejects.toMatchObject(refusal(400));
    const unknown = ask({ trades: [{ instrument: 'NDX-FUT', quantity: '1' }] });
    await expect(unknown).rejects.toMatchObject(
      refusal(409, { result: { code: 'UNKNOWN_INSTRUMENT' } }),
    );
    const trades = [{ instrument: 'SPX-FUT', quantity: '1000000000' }];
    await expect(ask({ trades: [...trades, ...trades] })).rejects.toMatchObject(
      refusal(409, { result: { code: 'BEYOND_EXACT_INTEGERS' } }),
    );
    await expect(ask({ trades }, 'accounts/NOBODY/X')).rejects.toMatchObject(refusal(404));
  });
});

describe('reference data that are not applied', () => {
  const changed = {
    ...DOCUMENT,
    underlyings: [
      { ...DOCUMENT.underlyings[0], scan: { priceRange: '0.10', volatilityRange: '0.04' } },
    ],
  };

  it('are checked with their effect on every account, and what needs a second operator', async () => {
    const path = 'underlyings[SPX].scan.priceRange';
    expect(await client.applyReferenceData(changed, 'olga', 'check')).toMatchObject({
      position: ledger.head,
      changes: [{ path, before: '0.08', after: '0.10' }],
      needsApproval: [path],
      effects: {
        currency: 'USD',
        accounts: [
          { account: 'ALPHA/HOUSE', before: { requirement: '160000.00' }, difference: '40000.00' },
          { account: 'BETA/C1', after: { requirement: '200000.00' }, difference: '40000.00' },
        ],
        total: { before: '320000.00', after: '400000.00', difference: '80000.00' },
      },
    });
    const instruments = [{ ...DOCUMENT.instruments[0], tickSize: '0.50' }];
    const rewriting = client.applyReferenceData({ ...DOCUMENT, instruments }, 'olga', 'check');
    await expect(rewriting).rejects.toMatchObject(
      refusal(409, { result: { code: 'REWRITES_THE_PAST' } }),
    );
  });

  it('are listed as proposals, each with what it would do now', async () => {
    const house = await houseAsOf(pool, 'main', ledger.head);
    const { events } = decidePropose(house, { document: changed }, 'olga');
    const position = await ledger.append(events, { ledgerTimeMs: NOON });
    expect(await client.get('reference-data/proposals')).toMatchObject({
      items: [{ proposalId: 'main-P1', status: 'PENDING', by: 'olga', position }],
      position,
    });
    expect(await client.get('reference-data/proposals/main-P1')).toMatchObject({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      changes: [{ path: 'underlyings[SPX].scan.priceRange' }],
      check: { effects: { total: { difference: '80000.00' } } },
    });
    const none = client.get('reference-data/proposals/main-P9');
    await expect(none).rejects.toMatchObject(refusal(404));
  });
});

describe('parameters over HTTP', () => {
  it('say value, since when and by whom, page by page, with their history', async () => {
    const before = normalised();
    const document = { ...before, marginCalls: { ...before.marginCalls, dueMinutes: 30 } };
    const changes = [{ path: 'marginCalls.dueMinutes', before: 60, after: 30 }];
    const proposal = { proposalId: 'main-P1', proposedBy: 'olga' };
    const payload = { by: 'otto', changes, document, proposal };
    const position = await ledger.append(
      [{ type: 'ReferenceDataChanged', streamId: 'reference-data', payload }],
      { ledgerTimeMs: NOON },
    );
    const path = 'marginCalls.dueMinutes';
    await expect
      .poll(async () => (await client.get('parameters')) as { position: number })
      .toMatchObject({ position });
    expect(await client.get('parameters', { path })).toMatchObject({
      items: [
        {
          path,
          value: 30,
          before: 60,
          since: {
            position,
            ledgerTime: '2026-11-20T12:00:00.000Z',
            by: 'otto',
            proposedBy: 'olga',
          },
        },
      ],
      nextCursor: null,
    });
    const first = (await client.get('parameters', { path, history: true, limit: 1 })) as {
      items: object[];
      nextCursor: string;
    };
    expect(first.items).toMatchObject([
      { value: 60, since: { position: 1, ledgerTime: null, by: 'test' } },
    ]);
    const cursor = first.nextCursor;
    const second = await client.get('parameters', { path, history: true, limit: 1, cursor });
    expect(second).toMatchObject({ items: [{ value: 30 }], nextCursor: null });
    const wrong = client.get('parameters', { cursor: 'x' });
    await expect(wrong).rejects.toMatchObject(refusal(400));
  });
});
