import type { Command } from 'commander';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAll } from '../lib/read-all.js';
import { table } from '../lib/table.js';
import { sumsPerAsset } from '../lib/sums-per-asset.js';

interface Filters {
  readonly account?: string;
  readonly member?: string;
  readonly asOf?: string;
}

interface Position {
  readonly account: string;
  /** Where positions of clients were asked for. */
  readonly client?: string;
  readonly instrument: string;
  readonly long: string;
  readonly short: string;
  readonly net: string;
}

interface Balance {
  readonly account: string;
  /** The instrument of a bucket. */
  readonly bucket?: string;
  readonly currency: string;
  readonly amount: string;
}

interface BookBalance {
  readonly book: string;
  readonly asset: string;
  readonly amount: string;
}

export async function positions(
  options: Filters & { instrument?: string; client?: string; clients?: boolean },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const list = await readAll<Position>(client, 'positions', { ...options });
  outputOf(command).result(list, () => {
    const columns = [
      { title: 'account', value: (row: Position) => row.account },
      ...(options.clients === true || options.client !== undefined
        ? [{ title: 'client', value: (row: Position) => row.client ?? '' }]
        : []),
      { title: 'instrument', value: (row: Position) => row.instrument },
      { title: 'long', value: (row: Position) => row.long, right: true },
      { title: 'short', value: (row: Position) => row.short, right: true },
      { title: 'net', value: (row: Position) => row.net, right: true },
    ];
    return at(list.position, table(list.items, columns, 'no positions'));
  });
}

export async function balances(
  options: Filters & { trial?: boolean },
  command: Command,
): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  if (options.trial) {
    await trialBalance(await readAll<BookBalance>(client, 'balances', { ...options }), command);
    return;
  }
  const list = await readAll<Balance>(client, 'balances', { ...options });
  outputOf(command).result(list, () => {
    const columns = [
      { title: 'account', value: (row: Balance) => row.account },
      ...(list.items.some(({ bucket }) => bucket !== undefined)
        ? [{ title: 'bucket', value: (row: Balance) => row.bucket ?? '' }]
        : []),
      { title: 'currency', value: (row: Balance) => row.currency },
      { title: 'amount', value: (row: Balance) => row.amount, right: true },
    ];
    return at(list.position, table(list.items, columns, 'no balances'));
  });
}

async function trialBalance(
  list: { items: BookBalance[]; position: number },
  command: Command,
): Promise<void> {
  const sums = sumsPerAsset(list.items);
  outputOf(command).result({ ...list, sums }, () => {
    const columns = [
      { title: 'book', value: (row: BookBalance) => row.book },
      { title: 'asset', value: (row: BookBalance) => row.asset },
      { title: 'amount', value: (row: BookBalance) => row.amount, right: true },
    ];
    const totals = sums.map(({ asset, amount }) => ({ book: 'sum', asset, amount }));
    return at(list.position, table([...list.items, ...totals], columns, 'no books'));
  });
}

function at(position: number, text: string): string {
  return `${text}\n\nat position ${position}`;
}
