import type pg from 'pg';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requirementMessage } from '#libs/domain/house/index.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { requirementContent } from '#libs/domain/risk/requirement-message.js';
import { calledAccount, pay } from '#libs/domain/testing/called-account.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import {
  createTestDatabase,
  startTestServers,
  type TestServers,
} from '#libs/platform/test-servers.js';
import { TestLedger } from '#libs/projections/test-ledger.fixture.js';
import { UtilisationGauges } from './utilisation.gauges.js';

let servers: TestServers;
let pool: pg.Pool;
let ledger: TestLedger;

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
  const databaseUrl = await createTestDatabase(servers.databaseUrl);
  await runMigrations(databaseUrl);
  pool = createPool(databaseUrl);
  ledger = await TestLedger.open(pool, 'main');
}, 60_000);

afterAll(async () => {
  ledger?.close();
  await pool?.end();
  await servers?.stop();
});

async function scrape(): Promise<string[]> {
  const registry = new Registry();
  await new UtilisationGauges(registry).read(pool);
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith('ccp_'));
}

const EVENT: NewEvent = {
  type: 'CycleRequirementsEvaluated',
  streamId: 'settlement/C',
  payload: { cycleId: 'C', calls: 0 },
};

/** The requirement of an account as the core writes it. */
function requirementOf(play: ReturnType<typeof calledAccount>, account: string) {
  const { house, engine } = play;
  const content = requirementContent(house, evaluateAccount(house, engine, account));
  return { account, payload: requirementMessage(house, content) };
}

describe('utilisation for Prometheus', () => {
  it('is of members and the house, from what was last evaluated', async () => {
    const play = calledAccount();
    pay(play, '100000.00');
    const requirements = ['ALPHA/HOUSE', 'BETA/HOUSE'].map((each) => requirementOf(play, each));
    await ledger.append([EVENT], { requirements });
    expect(await scrape()).toEqual(
      expect.arrayContaining([
        'ccp_member_exposure{ledger="main",member="ALPHA"} 400000',
        'ccp_member_counted{ledger="main",member="ALPHA"} 100000',
        'ccp_member_deficit{ledger="main",member="ALPHA"} 300000',
        'ccp_member_utilisation{ledger="main",member="ALPHA"} 4',
        'ccp_member_excess{ledger="main",member="BETA"} 49600000',
        'ccp_member_utilisation{ledger="main",member="BETA"} 0.008',
        `ccp_house_utilisation{ledger="main"} ${800_000 / 50_100_000}`,
      ]),
    );
  });

  it('is infinite where something is needed and nothing counts', async () => {
    await ledger.append([EVENT], { requirements: [requirementOf(calledAccount(), 'ALPHA/HOUSE')] });
    expect(await scrape()).toContain('ccp_member_utilisation{ledger="main",member="ALPHA"} +Inf');
  });

  it('leaves out what an earlier version wrote without a figure', async () => {
    const payload = { account: 'GAMMA/HOUSE', requirement: '1.00' };
    await ledger.append([EVENT], { requirements: [{ account: 'GAMMA/HOUSE', payload }] });
    const scraped = await scrape();
    expect(scraped).toContain('ccp_member_utilisation{ledger="main",member="ALPHA"} +Inf');
    expect(scraped.some((line) => line.includes('GAMMA'))).toBe(false);
  });

  it('has no figures of a member whose accounts cannot be evaluated', async () => {
    const { account, payload } = requirementOf(calledAccount(), 'ALPHA/HOUSE');
    const notComputable = { code: 'NO_PRICE', reason: 'there is no price' };
    const requirements = [{ account, payload: { ...payload, notComputable } }];
    await ledger.append([EVENT], { requirements });
    const lines = await scrape();
    expect(lines.filter((line) => line.includes('member="ALPHA"'))).toEqual([]);
    expect(lines).toContain('ccp_house_utilisation{ledger="main"} 0.008');
  });
});
