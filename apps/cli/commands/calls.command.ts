import type { Command } from 'commander';
import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
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
        { title: 'status', value: (row) => row.status },
        { title: 'reason', value: (row) => row.reason },
        { title: 'amount', value: (row) => row.amount, right: true },
        { title: 'outstanding', value: (row) => row.outstanding, right: true },
        { title: 'currency', value: (row) => row.currency },
        { title: 'issued', value: (row) => row.issuedAt },
        { title: 'due', value: (row) => row.dueAt },
      ],
      'no margin calls',
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
