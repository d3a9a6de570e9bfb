import type { Queryable } from '#libs/ledger/index.js';
import { ReferenceDataSource } from '#libs/projections/reference-data/reference-data.query.js';
import type { MemberStanding } from './wanted-users.js';

/** The members of every ledger of the deployment: a member's access is one, whichever ledgers it is in. */
export async function readMembers(
  database: Queryable,
): Promise<{ readonly ledgers: string[]; readonly members: MemberStanding[] }> {
  const { rows } = await database.query<{ ledger_id: string }>(
    'SELECT ledger_id FROM ledger_head ORDER BY ledger_id',
    [],
  );
  const ledgers = rows.map((row) => row.ledger_id);
  const source = new ReferenceDataSource(database);
  const members: MemberStanding[] = [];
  for (const ledger of ledgers) {
    const current = await source.current(ledger);
    for (const { id, status } of current?.document.members ?? []) members.push({ id, status });
  }
  return { ledgers, members };
}
