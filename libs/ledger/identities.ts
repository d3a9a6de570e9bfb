import type { Queryable } from './ledger-reader.js';

/** Looks up which identities are taken, all keys of a batch in one query. */
export async function takenIdentities(
  database: Queryable,
  ledgerId: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const { rows } = await database.query<[string, string]>({
    name: 'taken-identities',
    rowMode: 'array',
    text: 'SELECT key, position FROM identity WHERE ledger_id = $1 AND key = ANY($2)',
    values: [ledgerId, keys],
  });
  return new Map(rows.map(([key, position]) => [key, Number(position)]));
}
