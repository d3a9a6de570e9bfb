import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import {
  MarginEngine,
  evaluateAccount,
  notComputableContent,
  requirementContent,
  requirementMessage,
} from '#libs/domain/house/index.js';
import { issueCalls } from '#libs/domain/margin-calls/issue-calls.js';
import { markTicks } from '#libs/domain/market/marks.js';
import { runCycle } from '#libs/domain/settlement/run-cycle.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import {
  type TestServers,
  createTestDatabase,
  startTestServers,
} from '#libs/platform/test-servers.js';
import { ProjectionRunner, projections } from '#libs/projections/index.js';
import { referenceDataApplied } from '#libs/projections/reference-data.fixture.js';
import { TestLedger, deposited, novated } from '#libs/projections/test-ledger.fixture.js';
import { type Verification, explainCall, houseAsOf, inOneSnapshot, verifyLedger } from './index.js';

let servers: TestServers;
let pool: pg.Pool;
let ledger: TestLedger;
/** As the owner of the tables, who can do to a ledger what the service cannot. */
let owner: pg.Client;

const AT = Date.parse('2026-11-20T14:00:00.000Z');
const SETTLED = Date.parse('2026-11-20T21:00:00.000Z');

beforeAll(async () => {
  servers = await startTestServers({ postgres: true });
}, 60_000);

afterAll(async () => {
  await servers?.stop();
});

function observed(price: string, settlement: boolean): NewEvent {
  const observation = {
    symbol: 'SPX-FUT',
    price,
    source: 'XSIM',
    observedAt: settlement ? '2026-11-20T21:00:00.000Z' : '2026-11-20T14:00:00.000Z',
  };
  if (!settlement) {
    return { type: 'PricesObserved', streamId: 'prices', payload: { prices: [observation] } };
  }
  const official = { ...observation, type: 'SETTLEMENT' as const, businessDate: '2026-11-20' };
  return { type: 'SettlementPriceAccepted', streamId: 'price/SPX-FUT', payload: official };
}

/** A ledger with a trade, a call on it, and an end-of-day cycle, each decided by the real rules. */
async function makeLedger(databaseUrl: string): Promise<void> {
  ledger = await TestLedger.open(pool, 'main');
  await ledger.append([
    { type: 'LedgerOpened', streamId: 'ledger', payload: { ledger: 'main', formatVersion: 1 } },
    referenceDataApplied(),
  ]);
  const terms = { instrument: 'SPX-FUT', quantity: '15', price: '5000.00' };
  await ledger.append(
    [
      deposited('1', 'ALPHA/HOUSE', 25_000_000),
      observed('5000.00', false),
      novated('T1', { ...terms, buyer: 'ALPHA/HOUSE', seller: 'BETA/HOUSE' }),
    ],
    { ledgerTimeMs: AT },
  );
  const house = await houseAsOf(pool, 'main', ledger.head);
  const engine = new MarginEngine(house);
  const evaluation = evaluateAccount(house, engine, 'ALPHA/HOUSE');
  const requirement = requirementMessage(house, requirementContent(house, evaluation));
  await ledger.append([], {
    requirements: [{ account: 'ALPHA/HOUSE', payload: requirement }],
  });
  await ledger.append(issueCalls(house, evaluation, false, 0), { ledgerTimeMs: AT });
  await ledger.append([observed('4900.00', true)], { ledgerTimeMs: SETTLED });
  const before = await houseAsOf(pool, 'main', ledger.head);
  const cycle = runCycle(
    before,
    {
      cycleId: '2026-11-20-EOD',
      type: 'EOD',
      businessDate: '2026-11-20',
    },
    (instrument) => markTicks(before, instrument),
  );
  if (cycle.kind !== 'completed') throw new Error(cycle.missing.join());
  await ledger.append(cycle.events, { ledgerTimeMs: SETTLED });
  await new ProjectionRunner(pool, projections).catchUp();
  owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
}

const verify = (): Promise<Verification> =>
  inOneSnapshot(pool, (client) => verifyLedger(client, 'main'));

/** Does something to the database behind everybody's back. */
async function tamper(sql: string): Promise<void> {
  await owner.query(`ALTER TABLE event DISABLE TRIGGER USER; ${sql}`);
}

describe('audit verify', () => {
  beforeEach(async () => {
    const databaseUrl = await createTestDatabase(servers.databaseUrl);
    await runMigrations(databaseUrl);
    pool = createPool(databaseUrl);
    await makeLedger(databaseUrl);
    return async () => {
      ledger.close();
      await owner.end();
      await pool.end();
    };
  });

  it('finds nothing in a ledger that is as it was written', async () => {
    const result = await verify();
    expect(result.findings).toEqual([]);
    expect(result).toMatchObject({ position: 10, events: 10, findingCount: 0 });
  });

  it('names an altered event, and each amount that no longer follows from it', async () => {
    await tamper(`UPDATE event SET payload = replace(payload, '"quantity":"15"', '"quantity":"14"')
      WHERE type = 'TradeNovated'`);
    const { findings } = await verify();
    expect(findings[0]).toMatchObject({
      position: 5,
      what: 'hash chain: event 5 (TradeNovated) is not the one that was recorded',
    });
    const said = findings.map(({ what }) => what);
    expect(said).toContain('variation margin of ALPHA/HOUSE in 2026-11-20-EOD');
    expect(said).toContain('requirement of margin call main-000001');
    expect(said).toContain('requirement of the margin requirement of ALPHA/HOUSE');
    expect(said).toContain('read model of positions: ALPHA/HOUSE SPX-FUT');
  });

  it('names events that changed places', async () => {
    await tamper(`UPDATE event SET position = -3 WHERE position = 3;
      UPDATE event SET position = 3 WHERE position = 4;
      UPDATE event SET position = 4 WHERE position = -3`);
    const positions = (await verify()).findings
      .filter(({ what }) => what.startsWith('hash chain'))
      .map(({ position }) => position);
    expect(positions).toEqual([3, 4, 5]);
  });

  it('names a missing event, and walks the chain behind it on', async () => {
    await tamper(`DELETE FROM event WHERE position = 4;
      UPDATE event SET causation = 'forged' WHERE position = 9`);
    const { findings } = await verify();
    expect(findings).toContainEqual(
      expect.objectContaining({ position: 4, what: 'hash chain: event 4 is missing' }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        position: 9,
        what: 'hash chain: event 9 (AccountSettled) is not the one that was recorded',
      }),
    );
  });

  it('names a last event that was cut off', async () => {
    await tamper('DELETE FROM event WHERE position = 10');
    expect((await verify()).findings).toContainEqual(
      expect.objectContaining({ what: 'ledger head: its position is not that of the last event' }),
    );
  });

  it('names whatever was changed beside the ledger', async () => {
    const changes: [sql: string, what: RegExp][] = [
      [`UPDATE account_position SET long = 16 WHERE long = 15`, /^read model of positions/],
      [
        `INSERT INTO client_position VALUES ('main', 'ALPHA/HOUSE', 'F1', 'SPX-FUT', 1, 0)`,
        /^read model of positions: ALPHA\/HOUSE F1 SPX-FUT/,
      ],
      [`UPDATE balance SET amount = amount + 1 WHERE book = 'external/BANK'`, /^read model of bal/],
      [`DELETE FROM trade_index WHERE owner = 'BETA'`, /^read model of trades: BETA/],
      [
        `UPDATE margin_call SET status = 'MET', payload = replace(payload, 'ISSUED', 'MET')`,
        /^read model of margin calls/,
      ],
      [`DELETE FROM account_settlement`, /^read model of settlement cycles/],
      [`DELETE FROM identity WHERE key LIKE 'trade/%'`, /^identity trade\/XSIM\/T1 is not indexed/],
      [
        `UPDATE margin_requirement SET payload = replace(payload, '300000.00', '300000.01')`,
        /^requirement of the margin/,
      ],
      [
        `INSERT INTO quarantine VALUES ('main', 4, 't', 0, 0, NULL, NULL, '', '')`,
        /^quarantined message 4/,
      ],
    ];
    for (const [sql, what] of changes) {
      await owner.query('BEGIN');
      await owner.query(sql);
      const { findings } = await verifyLedger(owner, 'main');
      await owner.query('ROLLBACK');
      expect(findings.map((finding) => finding.what)).toContainEqual(expect.stringMatching(what));
    }
  });

  it('compares why an account cannot be evaluated, for whose amounts are of another position', async () => {
    // A price off the tick, as a ledger may hold it from before such a price was refused.
    const odd = { symbol: 'SPX-FUT', price: '4900.10', source: 'XSIM' };
    const prices = [{ ...odd, observedAt: '2026-11-21T14:00:00.000Z' }];
    await ledger.append([{ type: 'PricesObserved', streamId: 'prices', payload: { prices } }], {
      ledgerTimeMs: Date.parse('2026-11-21T14:00:00.000Z'),
    });
    const house = await houseAsOf(pool, 'main', ledger.head);
    const { failure } = evaluateAccount(house, new MarginEngine(house), 'ALPHA/HOUSE');
    if (!failure) throw new Error('ALPHA/HOUSE can be evaluated');
    const last = await pool.query<{ payload: string }>(`SELECT payload FROM margin_requirement`);
    const earlier = JSON.parse(last.rows[0]?.payload ?? '{}') as Record<string, unknown>;
    const write = (content: Record<string, unknown>): Promise<number> =>
      ledger.append([], {
        requirements: [{ account: 'ALPHA/HOUSE', payload: requirementMessage(house, content) }],
      });
    await write(notComputableContent(earlier, failure));
    await new ProjectionRunner(pool, projections).catchUp();
    expect((await verify()).findings).toEqual([]);
    await write(notComputableContent(earlier, { code: 'NO_PRICE', instrument: 'OTHER' }));
    const what = 'notComputable of the margin requirement of ALPHA/HOUSE';
    expect((await verify()).findings).toMatchObject([{ position: ledger.head, what }]);
    await write(earlier);
    expect((await verify()).findings).toMatchObject([{ what, found: 'nothing' }]);
  });

  it('is the ground of an explanation, which comes to the cents of the call', async () => {
    const explanation = await explainCall(pool, 'main', 'main-000001');
    expect(explanation).toMatchObject({
      reproduced: true,
      requirement: '300000.00',
      exposure: '300000.00',
      collateral: { counted: '250000.00' },
      amount: { deficit: '50000.00', amount: '50000.00' },
      groups: [{ classes: [{ floor: { amount: '18750.00' } }] }],
    });
    expect(await explainCall(pool, 'main', 'main-000002')).toBeUndefined();
  });
});
