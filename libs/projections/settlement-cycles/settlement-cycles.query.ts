import { type Queryable, LedgerReader } from '#libs/ledger/index.js';
import type {
  AccountSettled,
  SettlementCycleBlocked,
  SettlementCycleCompleted,
} from '#libs/domain/events/settlement-events.js';
import {
  type ListPage,
  type ListRequest,
  cutPage,
  decodePosition,
  readAtCheckpoint,
} from '../list-page.js';

type CycleContent = SettlementCycleCompleted | SettlementCycleBlocked;

/**
 * BLOCKED while prices are missing, BOOKED when it ran, SETTLED when the debts that it made are paid in
 * (settlement-and-collateral.md, "A settlement cycle").
 */
export type SettlementCycleStatus = 'BLOCKED' | 'BOOKED' | 'SETTLED';

/** A cycle as it stands; `position` is where the ledger has it. */
export type SettlementCycleItem = CycleContent & {
  readonly status: SettlementCycleStatus;
  readonly position: number;
};

/** What a cycle brought one account, without its journal. */
export type AccountSettlementItem = Omit<AccountSettled, 'journal'> & { readonly position: number };

interface CycleRow {
  readonly status: SettlementCycleStatus;
  readonly position: number;
  readonly payload: string;
}

function cycleItem({ status, position, payload }: CycleRow): SettlementCycleItem {
  return { ...(JSON.parse(payload) as CycleContent), status, position };
}

/**
 * Settlement cycles in ledger order; with an account or a member those that brought it a line.
 * @throws InvalidCursorError
 */
export async function listSettlementCycles(
  database: Queryable,
  ledgerId: string,
  request: ListRequest,
): Promise<ListPage<SettlementCycleItem>> {
  const { rows, position } = await readAtCheckpoint<CycleRow>(
    database,
    'settlement-cycles',
    ledgerId,
    `SELECT state AS status, position, payload FROM settlement_cycle c
     WHERE ledger_id = $1 AND position > $2
       AND ($3::text IS NULL OR EXISTS (SELECT FROM account_settlement s
         WHERE s.ledger_id = $1 AND s.account = $3 AND s.cycle_position = c.position))
       AND ($4::text IS NULL OR EXISTS (SELECT FROM account_settlement s
         WHERE s.ledger_id = $1 AND s.account ^@ ($4 || '/') AND s.cycle_position = c.position))
     ORDER BY position LIMIT $5`,
    [
      decodePosition(request.cursor),
      request.account ?? null,
      request.member ?? null,
      request.limit + 1,
    ],
  );
  return { ...cutPage(rows, request.limit, (row) => [row.position], cycleItem), position };
}

/** One cycle; undefined when there is none of this id. */
export async function findSettlementCycle(
  database: Queryable,
  ledgerId: string,
  cycleId: string,
): Promise<SettlementCycleItem | undefined> {
  const { rows } = await database.query<CycleRow & { position: string }>(
    `SELECT state AS status, position, payload FROM settlement_cycle
     WHERE ledger_id = $1 AND cycle_id = $2`,
    [ledgerId, cycleId],
  );
  const row = rows[0];
  return row && cycleItem({ ...row, position: Number(row.position) });
}

/** What a cycle brought each account, in ledger order. @throws InvalidCursorError */
export async function listAccountSettlements(
  database: Queryable,
  ledgerId: string,
  cycle: SettlementCycleItem,
  request: ListRequest,
): Promise<ListPage<AccountSettlementItem>> {
  const { rows, position } = await readAtCheckpoint<{ position: number }>(
    database,
    'settlement-cycles',
    ledgerId,
    `SELECT position FROM account_settlement
     WHERE ledger_id = $1 AND cycle_position = $2 AND position > $3
       AND ($4::text IS NULL OR account = $4)
       AND ($5::text IS NULL OR account ^@ ($5 || '/'))
     ORDER BY position LIMIT $6`,
    [
      cycle.position,
      decodePosition(request.cursor),
      request.account ?? null,
      request.member ?? null,
      request.limit + 1,
    ],
  );
  const page = cutPage(
    rows,
    request.limit,
    (row) => [row.position],
    (row) => row.position,
  );
  const events = await new LedgerReader(database, ledgerId).at(page.items);
  const items = events
    .sort((a, b) => a.position - b.position)
    .flatMap((event) => {
      if (event.type !== 'AccountSettled') return [];
      const { journal: _journal, ...settled } = event.payload;
      return [{ ...settled, position: event.position }];
    });
  return { items, nextCursor: page.nextCursor, position };
}
