import type { Projection } from '../projection.js';
import { BookTally, journalOf } from './book-changes.js';

/** What every book holds of every asset: the sum of all journal lines. */
export const balancesProjection: Projection = {
  name: 'balances',
  version: 1,
  tables: ['balance'],
  async write(database, ledgerId, events) {
    const tally = new BookTally();
    for (const event of events) journalOf(event).forEach((line) => tally.add(line));
    const amounts = tally.amounts();
    if (amounts.length === 0) return;
    await database.query({
      name: 'fold-balances',
      text: `
        INSERT INTO balance AS held (ledger_id, book, asset, amount)
        SELECT $1, c.book, c.asset, c.amount
        FROM unnest($2::text[], $3::text[], $4::numeric[]) AS c (book, asset, amount)
        ON CONFLICT (ledger_id, book, asset) DO UPDATE SET amount = held.amount + excluded.amount`,
      values: [
        ledgerId,
        amounts.map(({ book }) => book),
        amounts.map(({ asset }) => asset),
        amounts.map(({ amount }) => amount.toString()),
      ],
    });
  },
};
