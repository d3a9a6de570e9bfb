import type { Projection } from '../projection.js';
import { PositionTally, positionChanges } from './position-changes.js';

/**
 * Positions per account and instrument. Accounts are net: of `long` and `short` one is 0, and what
 * is bought first closes what is short.
 */
export const positionsProjection: Projection = {
  name: 'positions',
  version: 1,
  tables: ['account_position'],
  async write(database, ledgerId, events) {
    const tally = new PositionTally();
    for (const event of events) positionChanges(event).forEach((change) => tally.add(change));
    const changes = tally.changes();
    if (changes.length === 0) return;
    await database.query({
      name: 'fold-positions',
      text: `
        INSERT INTO account_position AS held (ledger_id, account, instrument, long, short)
        SELECT $1, c.account, c.instrument, greatest(c.net, 0), greatest(-c.net, 0)
        FROM unnest($2::text[], $3::text[], $4::bigint[]) AS c (account, instrument, net)
        ON CONFLICT (ledger_id, account, instrument) DO UPDATE SET
          long = greatest(held.long - held.short + excluded.long - excluded.short, 0),
          short = greatest(-(held.long - held.short + excluded.long - excluded.short), 0)`,
      values: [
        ledgerId,
        changes.map(({ account }) => account),
        changes.map(({ instrument }) => instrument),
        changes.map(({ bought, sold }) => (bought - sold).toString()),
      ],
    });
  },
};
