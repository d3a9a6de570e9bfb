import type { Queryable } from '#libs/ledger/index.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { Projection } from '../projection.js';

/** Settlement cycles, and where in the ledger each account's part of a cycle is. */
export const settlementCyclesProjection: Projection = {
  name: 'settlement-cycles',
  version: 3,
  tables: ['settlement_cycle', 'account_settlement'],
  async write(database, ledgerId, events) {
    await writeCycles(database, ledgerId, events);
    await writeSettled(database, ledgerId, events);
    await writeAccounts(database, ledgerId, events);
  },
};

async function writeCycles(
  database: Queryable,
  ledgerId: string,
  events: readonly RecordedEvent[],
): Promise<void> {
  // A cycle may be blocked and booked within one page: the last word counts.
  const latest = new Map<string, { state: string; position: number; payload: string }>();
  for (const { type, payload, position } of events) {
    if (type !== 'SettlementCycleCompleted' && type !== 'SettlementCycleBlocked') continue;
    const state = type === 'SettlementCycleCompleted' ? 'BOOKED' : 'BLOCKED';
    latest.set(payload.cycleId, { state, position, payload: JSON.stringify(payload) });
  }
  if (latest.size === 0) return;
  const rows = [...latest];
  await database.query(
    `INSERT INTO settlement_cycle (ledger_id, cycle_id, state, position, payload)
     SELECT $1, c.* FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[]) AS c
     ON CONFLICT (ledger_id, cycle_id) DO UPDATE SET state = excluded.state,
       position = excluded.position, payload = excluded.payload`,
    [
      ledgerId,
      rows.map(([cycleId]) => cycleId),
      rows.map(([, { state }]) => state),
      rows.map(([, { position }]) => position),
      rows.map(([, { payload }]) => payload),
    ],
  );
}

/** A cycle whose debts are paid in keeps its content, and where in the ledger it is. */
async function writeSettled(
  database: Queryable,
  ledgerId: string,
  events: readonly RecordedEvent[],
): Promise<void> {
  const settled = events.flatMap((event) =>
    event.type === 'SettlementCycleSettled' ? [event.payload.cycleId] : [],
  );
  if (settled.length === 0) return;
  await database.query(
    `UPDATE settlement_cycle SET state = 'SETTLED'
     WHERE ledger_id = $1 AND cycle_id = ANY ($2::text[])`,
    [ledgerId, settled],
  );
}

async function writeAccounts(
  database: Queryable,
  ledgerId: string,
  events: readonly RecordedEvent[],
): Promise<void> {
  const settled = events.flatMap((event) => (event.type === 'AccountSettled' ? [event] : []));
  if (settled.length === 0) return;
  await database.query(
    `INSERT INTO account_settlement (ledger_id, account, cycle_position, position)
     SELECT $1, s.* FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS s`,
    [
      ledgerId,
      settled.map(({ payload }) => payload.account),
      settled.map(({ payload }) => payload.cyclePosition),
      settled.map(({ position }) => position),
    ],
  );
}
