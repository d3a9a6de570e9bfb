import type { Command } from 'commander';
import type { PendingSideItem } from '#libs/domain/matching/list-pending-sides.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAll } from '../lib/read-all.js';
import { table } from '../lib/table.js';

interface Filters {
  readonly account?: string;
  readonly member?: string;
}

/** Lists what waits for its other side; of a member also what waits for its own. */
export async function sides(options: Filters, command: Command): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const list = await readAll<PendingSideItem>(client, 'sides', { ...options });
  const columns = [
    { title: 'from', value: (row: PendingSideItem) => row.account },
    { title: 'side id', value: (row: PendingSideItem) => row.sideId },
    { title: 'side', value: (row: PendingSideItem) => row.side },
    { title: 'to', value: (row: PendingSideItem) => row.counterparty },
    { title: 'instrument', value: (row: PendingSideItem) => row.instrument },
    { title: 'lots', value: (row: PendingSideItem) => row.quantity, right: true },
    { title: 'price', value: (row: PendingSideItem) => row.price, right: true },
    { title: 'reference', value: (row: PendingSideItem) => row.reference ?? '' },
    { title: 'until', value: (row: PendingSideItem) => row.expiresAt },
  ];
  outputOf(command).result(list, () =>
    [`at position ${list.position}`, table(list.items, columns, 'no side waits')].join('\n'),
  );
}
