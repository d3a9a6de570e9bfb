import type { NestExpressApplication } from '@nestjs/platform-express';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { identityOfEvent } from '#libs/domain/house/identity-of-event.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
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
import { TestLedger } from '#libs/projections/test-ledger.fixture.js';
import { createBackOffice } from '../create-back-office.js';

let servers: TestServers;
let pool: pg.Pool;
let app: NestExpressApplication;
let client: OperatorClient;
let ledger: TestLedger;
const house = new HouseOfFive({ stressScenarios: [{ name: 'fall', moves: { IDX: '-0.1' } }] });

/** Brings what the house has decided since to the ledger. */
async function record(): Promise<void> {
  for (const event of house.play.events.slice(ledger.head)) {
    const identity = identityOfEvent(event);
    const { type, streamId, payload, ledgerTimeMs } = event;
    const recorded = { type, streamId, payload, ...(identity === undefined ? {} : { identity }) };
    await ledger.append([recorded as NewEvent], ledgerTimeMs === undefined ? {} : { ledgerTimeMs });
  }
}

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  ledger = await TestLedger.open(pool, 'main');
  await record();
  // Nobody listens at this broker: a drill must not need it.
  const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: '127.0.0.1:1', LOG_LEVEL: 'silent' };
  app = await createBackOffice(readServiceConfiguration(env), createLogger('test', 'silent'));
  await app.listen(0, '127.0.0.1');
  client = new OperatorClient(await app.getUrl());
}, 60_000);

afterAll(async () => {
  await app?.close();
  ledger?.close();
  await pool?.end();
  await servers?.stop();
});

const drill = (query: Readonly<Record<string, string | boolean>>): Promise<unknown> =>
  client.get('default-simulation', query);

const problem = (status: number, rest: object = {}): object => ({ problem: { status, ...rest } });

describe('the fire drill over HTTP', () => {
  it('says who would pay what, and leaves the ledger as it is', async () => {
    const before = ledger.head;
    expect(await drill({ member: 'A', loss: '667' })).toMatchObject({
      member: 'A',
      position: before,
      loss: '667',
      unallocated: '0',
      survivors: [
        { member: 'B', used: '65' },
        { member: 'C', used: '52' },
        { member: 'D', used: '31' },
        { member: 'E', used: '20' },
      ],
    });
    const { rows } = await pool.query<{ last: string }>('SELECT max(position) AS last FROM event');
    expect(rows).toEqual([{ last: String(before) }]);
  });

  it('gives a member its own share alone', async () => {
    const own = await drill({ member: 'A', loss: '667', for: 'C' });
    expect(own).toMatchObject({ member: 'A', share: { member: 'C', used: '52' } });
    expect(Object.keys(own as object)).toEqual([
      'member',
      'currency',
      'position',
      'calculatedAt',
      'scenario',
      'statedLoss',
      'share',
    ]);
  });

  it('says what it takes to exhaust each layer', async () => {
    expect(await drill({ member: 'A', scenario: 'fall', reverse: true })).toMatchObject({
      scenario: 'fall',
      isWorst: false,
      layers: expect.arrayContaining([
        expect.objectContaining({ layer: 'DEFAULTER_MARGIN', available: '300' }),
      ]) as unknown,
    });
  });

  it('refuses what contradicts itself, who is no member, a scenario that is none', async () => {
    await expect(drill({ member: 'A', loss: '1', scenario: 'fall' })).rejects.toMatchObject(
      problem(400, { errors: [{ field: 'loss' }] }),
    );
    await expect(drill({ member: 'A', loss: '-1' })).rejects.toMatchObject(problem(400));
    await expect(drill({ member: 'A', loss: '1.5' })).rejects.toMatchObject(problem(400));
    await expect(drill({ member: 'A', reverse: 'perhaps' })).rejects.toMatchObject(problem(400));
    await expect(drill({ member: 'Z' })).rejects.toMatchObject(problem(404));
    await expect(drill({ member: 'A', for: 'A', loss: '1' })).rejects.toMatchObject(problem(404));
    await expect(drill({ member: 'A', scenario: 'flood' })).rejects.toMatchObject(
      problem(409, { result: { code: 'UNKNOWN_SCENARIO' } }),
    );
  });
});

describe('the record of a default over HTTP', () => {
  it('is there as JSON and as a page from the declaration on', async () => {
    await expect(client.get('defaults/main-D1/report')).rejects.toMatchObject(problem(404));
    house.declare();
    await record();
    expect(await client.get('defaults/main-D1/report')).toMatchObject({
      defaultId: 'main-D1',
      member: 'A',
      status: 'DECLARED',
      loss: null,
      madeAt: { position: ledger.head },
    });
    const page = await fetch(`${await app.getUrl()}/v1/ledgers/main/defaults/main-D1/report.html`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<h1>Default main-D1 of A</h1>');
  });
});
