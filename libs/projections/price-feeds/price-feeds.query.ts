import type { Queryable } from '#libs/ledger/index.js';
import { type ListPage, cutPage, decodeCursor, readAtCheckpoint } from '../list-page.js';
import type { PriceFeedContent } from './price-feed-content.js';

/** Fields that are undefined do not narrow the list. */
export interface PriceFeedRequest {
  readonly underlying?: string | undefined;
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Price feeds as they stand, by symbol. @throws InvalidCursorError */
export async function listPriceFeeds(
  database: Queryable,
  ledgerId: string,
  request: PriceFeedRequest,
): Promise<ListPage<PriceFeedContent>> {
  const [after = ''] = request.cursor === undefined ? [] : decodeCursor(request.cursor, 1);
  const { rows, position } = await readAtCheckpoint<{ symbol: string; payload: string }>(
    database,
    'price-feeds',
    ledgerId,
    `SELECT symbol, payload FROM price_feed
     WHERE ledger_id = $1 AND symbol > $2 AND state IS NOT NULL
       AND ($3::text IS NULL OR underlying = $3) AND ($4::text IS NULL OR state = $4)
     ORDER BY symbol LIMIT $5`,
    [String(after), request.underlying ?? null, request.state ?? null, request.limit + 1],
  );
  const page = cutPage(
    rows,
    request.limit,
    (row) => [row.symbol],
    (row) => JSON.parse(row.payload) as PriceFeedContent,
  );
  return { ...page, position };
}
