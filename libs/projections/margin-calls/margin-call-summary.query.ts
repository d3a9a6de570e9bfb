import type { Queryable } from '#libs/ledger/index.js';
import { readAtCheckpoint } from '../list-page.js';

/** What the open calls of a member ask for together. */
export interface MarginCallSummary {
  readonly member: string;
  /** Calls that are open, those that are overdue with them. */
  readonly open: number;
  readonly overdue: number;
  /** Accounts with an open call. */
  readonly accounts: readonly string[];
  /** Major units of each currency: all that is outstanding, and what of it is overdue. */
  readonly currencies: readonly {
    readonly currency: string;
    readonly outstanding: string;
    readonly overdue: string;
  }[];
  /** When the next call is due that is not overdue yet; null when all are. */
  readonly nextDueAt: string | null;
}

interface SummaryRow {
  readonly member: string;
  readonly currency: string;
  readonly open: number;
  readonly overdue: number;
  readonly accounts: readonly string[];
  readonly outstanding: string;
  readonly overdue_amount: string;
  readonly next_due: string | null;
}

/** What the open calls ask for, member by member; only of `member` where it is given. */
export async function summariseMarginCalls(
  database: Queryable,
  ledgerId: string,
  member: string | undefined,
): Promise<{ items: MarginCallSummary[]; position: number }> {
  // Amounts of one currency have its decimals, and a sum keeps them; instants are written in one form.
  const { rows, position } = await readAtCheckpoint<SummaryRow>(
    database,
    'margin-calls',
    ledgerId,
    `SELECT member, currency, count(*)::integer AS open,
       (count(*) FILTER (WHERE is_overdue))::integer AS overdue,
       array_agg(DISTINCT account) AS accounts,
       sum(outstanding)::text AS outstanding,
       sum(CASE WHEN is_overdue THEN outstanding ELSE 0 * outstanding END)::text AS overdue_amount,
       min(due_at COLLATE "C") FILTER (WHERE NOT is_overdue) AS next_due
     FROM (SELECT member, account, status = 'OVERDUE' AS is_overdue,
             payload::json ->> 'currency' AS currency, payload::json ->> 'dueAt' AS due_at,
             (payload::json ->> 'outstanding')::numeric AS outstanding
           FROM margin_call
           WHERE ledger_id = $1 AND ($2::text IS NULL OR member = $2)
             AND status IN ('ISSUED', 'PARTIALLY_MET', 'OVERDUE')) c
     GROUP BY member, currency ORDER BY member, currency COLLATE "C"`,
    [member ?? null],
  );
  const byMember = new Map<string, SummaryRow[]>();
  for (const row of rows) byMember.set(row.member, [...(byMember.get(row.member) ?? []), row]);
  return { items: [...byMember].map(([of, ofMember]) => summaryOf(of, ofMember)), position };
}

function summaryOf(member: string, rows: readonly SummaryRow[]): MarginCallSummary {
  const sum = (of: (row: SummaryRow) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const dues = rows.flatMap(({ next_due: at }) => at ?? []).sort();
  return {
    member,
    open: sum(({ open }) => open),
    overdue: sum(({ overdue }) => overdue),
    accounts: [...new Set(rows.flatMap(({ accounts }) => accounts))].sort(),
    currencies: rows.map((row) => ({
      currency: row.currency,
      outstanding: row.outstanding,
      overdue: row.overdue_amount,
    })),
    nextDueAt: dues[0] ?? null,
  };
}
