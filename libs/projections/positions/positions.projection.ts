import type { Queryable } from '#libs/ledger/index.js';
import type { Projection } from '../projection.js';
import { type PositionChange, PositionTally, positionChanges } from './position-changes.js';

/**
 * Positions per account and instrument. Accounts are net: of `long` and `short` one is 0, and what
 * is bought first closes what is short. Only of gross omnibus accounts both are kept, for each client
 * and added up over the clients.
 */
export const positionsProjection: Projection = {
  name: 'positions',
  version: 2,
  tables: ['account_position', 'client_position'],
  async write(database, ledgerId, events) {
    const tally = new PositionTally();
    for (const event of events) positionChanges(event).forEach((change) => tally.add(change));
    const [net, clients] = [tally.ofNetAccounts(), tally.ofClients()];
    if (net.length > 0) await foldNet(database, ledgerId, net);
    if (clients.length === 0) return;
    await foldGross(database, ledgerId, tally.ofGrossAccounts());
    await foldClients(database, ledgerId, clients);
  },
};

async function foldNet(
  database: Queryable,
  ledgerId: string,
  changes: readonly PositionChange[],
): Promise<void> {
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
      changes.map(({ long, short }) => (long - short).toString()),
    ],
  });
}

async function foldGross(
  database: Queryable,
  ledgerId: string,
  changes: readonly PositionChange[],
): Promise<void> {
  await database.query({
    name: 'fold-gross-positions',
    text: `
      INSERT INTO account_position AS held (ledger_id, account, instrument, long, short)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[])
      ON CONFLICT (ledger_id, account, instrument) DO UPDATE SET
        long = held.long + excluded.long, short = held.short + excluded.short`,
    values: [
      ledgerId,
      changes.map(({ account }) => account),
      changes.map(({ instrument }) => instrument),
      changes.map(({ long }) => long.toString()),
      changes.map(({ short }) => short.toString()),
    ],
  });
}

async function foldClients(
  database: Queryable,
  ledgerId: string,
  changes: readonly (PositionChange & { readonly client: string })[],
): Promise<void> {
  await database.query({
    name: 'fold-client-positions',
    text: `
      INSERT INTO client_position AS held (ledger_id, account, client, instrument, long, short)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
      ON CONFLICT (ledger_id, account, client, instrument) DO UPDATE SET
        long = held.long + excluded.long, short = held.short + excluded.short`,
    values: [
      ledgerId,
      changes.map(({ account }) => account),
      changes.map(({ client }) => client),
      changes.map(({ instrument }) => instrument),
      changes.map(({ long }) => long.toString()),
      changes.map(({ short }) => short.toString()),
    ],
  });
}
