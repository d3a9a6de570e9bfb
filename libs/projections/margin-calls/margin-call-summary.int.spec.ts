import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import { createPool } from '#libs/ledger/index.js';
import { runMigrations } from '#libs/ledger/migrations.js';
import {
  type TestServers,
  createTestDatabase,
  startTestServers,
} from '#libs/platform/test-servers.js';
import { ProjectionRunner } from '../projection-runner.js';
import { projections } from '../projections.js';
import { TestLedger } from '../test-ledger.fixture.js';
import { summariseMarginCalls } from './margin-call-summary.query.js';
import { findMarginCall } from './margin-calls.query.js';

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

function call(n: number, account: string, given: Partial<MarginCallContent>): MarginCallContent {
  const amount = given.amount ?? '0.10';
  return {
    callId: `calls-${n}`,
    account,
    member: account.slice(0, account.indexOf('/')),
    status: 'ISSUED',
    currency: 'USD',
    amount,
    outstanding: amount,
    requirement: '0.00',
    unsettled: '0.00',
    collateralValue: '0.00',
    reason: 'REQUIREMENT_ABOVE_COLLATERAL',
    issuedAt: '2026-11-20T14:00:00.000Z',
    dueAt: '2026-11-20T15:00:00.000Z',
    position: 1,
    ...given,
  };
}

const issued = (payload: MarginCallContent): NewEvent => ({
  type: 'MarginCallIssued',
  streamId: `account/${payload.account}`,
  payload,
});

it('sums open calls up by member and currency, exactly, and forgets those that ended', async () => {
  const ledger = await TestLedger.open(pool, 'calls');
  const first = call(1, 'ALPHA/HOUSE', { amount: '400000.00' });
  const met = call(4, 'ALPHA/HOUSE', { amount: '5.00' });
  const yen = call(5, 'BETA/C1', { currency: 'JPY', amount: '7000', reason: 'CASH_DEBIT' });
  const overdue = { ...first, status: 'OVERDUE', outstanding: '300000.05' } as const;
  const streamId = 'account/ALPHA/HOUSE';
  await ledger.append([
    issued(first),
    issued(call(2, 'ALPHA/C1', { amount: '0.10', dueAt: '2026-11-20T15:10:00.000Z' })),
    issued(call(3, 'ALPHA/C1', { amount: '0.20', dueAt: '2026-11-20T15:05:00.000Z' })),
    issued(met),
    issued(yen),
    { type: 'MarginCallOverdue', streamId, payload: overdue },
    { type: 'MarginCallEscalated', streamId, payload: { ...overdue, notice: 'ESCALATED' } },
    {
      type: 'MarginCallPaid',
      streamId,
      payload: { ...met, status: 'MET', outstanding: '0.00', paid: '5.00', instructionId: 'P' },
    },
  ]);
  await new ProjectionRunner(pool, projections).catchUp();
  const alpha = {
    member: 'ALPHA',
    open: 3,
    overdue: 1,
    accounts: ['ALPHA/C1', 'ALPHA/HOUSE'],
    currencies: [{ currency: 'USD', outstanding: '300000.35', overdue: '300000.05' }],
    nextDueAt: '2026-11-20T15:05:00.000Z',
  };
  const beta = {
    member: 'BETA',
    open: 1,
    overdue: 0,
    accounts: ['BETA/C1'],
    currencies: [{ currency: 'JPY', outstanding: '7000', overdue: '0' }],
    nextDueAt: '2026-11-20T15:00:00.000Z',
  };
  expect(await summariseMarginCalls(pool, 'calls', undefined)).toEqual({
    items: [alpha, beta],
    position: 8,
  });
  expect((await summariseMarginCalls(pool, 'calls', 'ALPHA')).items).toEqual([alpha]);
  expect((await summariseMarginCalls(pool, 'calls', 'GAMMA')).items).toEqual([]);
  const found = await findMarginCall(pool, 'calls', 'calls-1');
  expect(found?.call).toMatchObject({ status: 'OVERDUE', notice: 'ESCALATED' });
  ledger.close();
});
