import type { Command } from 'commander';
import type { TradeItem } from '#libs/projections/trades/trades.query.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAll } from '../lib/read-all.js';
import { table } from '../lib/table.js';

interface Filters {
  readonly account?: string;
  readonly member?: string;
}

/** Lists trades as they stand: corrected ones with what they were corrected to, busted ones too. */
export async function trades(options: Filters, command: Command): Promise<void> {
  const client = operatorClient(globalsOf(command).ledger);
  const list = await readAll<TradeItem>(client, 'trades', { ...options });
  const columns = [
    { title: 'trade', value: (row: TradeItem) => `${row.venue}/${row.tradeId}` },
    { title: 'state', value: (row: TradeItem) => row.state },
    { title: 'instrument', value: (row: TradeItem) => row.instrument },
    { title: 'lots', value: (row: TradeItem) => row.quantity, right: true },
    { title: 'price', value: (row: TradeItem) => row.price, right: true },
    { title: 'buyer', value: (row: TradeItem) => row.buyer },
    { title: 'seller', value: (row: TradeItem) => row.seller },
    { title: 'novated at', value: (row: TradeItem) => row.novatedAt },
    { title: 'why', value: (row: TradeItem) => row.history?.at(-1)?.reason ?? '' },
  ];
  outputOf(command).result(list, () =>
    [`at position ${list.position}`, table(list.items, columns, 'no trades')].join('\n'),
  );
}
