import type { Command } from 'commander';
import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
import type { MarginCallSummary } from '#libs/projections/index.js';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAll } from '../lib/read-all.js';
import { table } from '../lib/table.js';

export async function listCalls(
  options: { account?: string; member?: string; status?: string },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const list = await readAll<AnyMarginCall>(client, 'margin-calls', { ...options });
  outputOf(command).result(list, () =>
    table(
      list.items,
      [
        { title: 'call', value: (row) => row.callId },
        { title: 'account', value: (row) => row.account },
        ...(list.items.some(({ bucket }) => bucket !== undefined)
          ? [{ title: 'bucket', value: (row: AnyMarginCall) => row.bucket ?? '' }]
          : []),
        { title: 'status', value: (row) => row.status },
        { title: 'reason', value: (row) => row.reason },
        { title: 'amount', value: (row) => row.amount, right: true },
        { title: 'outstanding', value: (row) => row.outstanding, right: true },
        { title: 'currency', value: (row) => row.currency },
        { title: 'issued', value: (row) => row.issuedAt },
        { title: 'due', value: (row) => row.dueAt },
        { title: 'notice', value: noticeOf },
      ],
      'no margin calls',
    ),
  );
}

/** What its last message came for, else whether it was escalated, which stays with a call. */
function noticeOf(call: AnyMarginCall): string {
  if ('notice' in call) return String(call.notice);
  return call.escalatedAt === undefined ? '' : 'ESCALATED';
}

/** One summary a member; the table has a line for each of its currencies. */
export async function summariseCalls(
  { account, member, status }: { account?: string; member?: string; status?: string },
  command: Command,
): Promise<void> {
  if (account !== undefined || status !== undefined)
    throw new WrongUseError('--summary is of members: leave --account and --status out');
  const client = operatorClient(globalsOf(command).ledger);
  const summary = (await client.get('margin-calls/summary', { member })) as {
    readonly items: readonly MarginCallSummary[];
    readonly position: number;
  };
  const rows = summary.items.flatMap(({ currencies, ...of }) =>
    currencies.map((amounts, i) => ({ ...amounts, of: i === 0 ? of : undefined })),
  );
  outputOf(command).result(summary, () =>
    table(
      rows,
      [
        { title: 'member', value: ({ of }) => of?.member },
        { title: 'open', value: ({ of }) => of?.open, right: true },
        { title: 'overdue', value: ({ of }) => of?.overdue, right: true },
        { title: 'currency', value: (row) => row.currency },
        { title: 'outstanding', value: (row) => row.outstanding, right: true },
        { title: 'of it overdue', value: (row) => row.overdue, right: true },
        { title: 'next due', value: ({ of }) => of?.nextDueAt },
        { title: 'accounts', value: ({ of }) => of?.accounts.join(', ') },
      ],
      'no open margin calls',
    ),
  );
}

export async function cancelCall(
  callId: string,
  { reason, by }: { reason: string; by: string },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const path = `margin-calls/${encodeURIComponent(callId)}/cancellation`;
  const answer = await client.post(path, { reason, by });
  outputOf(command).result(answer, () => `${callId} is cancelled`);
}
