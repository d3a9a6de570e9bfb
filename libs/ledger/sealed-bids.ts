import type { Queryable } from './ledger-reader.js';
import type { SealedContent } from './ledger-writer.js';

/** What is kept behind hashes of sealed bids, all of them in one query. */
export async function readSealedBids(
  database: Queryable,
  ledgerId: string,
  hashes: readonly string[],
): Promise<SealedContent[]> {
  if (hashes.length === 0) return [];
  const { rows } = await database.query<SealedContent>({
    name: 'sealed-bids',
    text: 'SELECT hash, salt, content FROM sealed_bid WHERE ledger_id = $1 AND hash = ANY($2)',
    values: [ledgerId, hashes],
  });
  return rows;
}
