import type { Queryable } from '#libs/ledger/index.js';
import {
  type ListPage,
  type ListRequest,
  cutPage,
  decodeCursor,
  readAtCheckpoint,
} from '../list-page.js';

/** Lots as decimal strings; `net` is long less short, positive when the account is long. */
export interface PositionItem {
  readonly account: string;
  readonly instrument: string;
  readonly long: string;
  readonly short: string;
  readonly net: string;
}

/** What one client of a gross omnibus account holds. */
export interface ClientPositionItem extends PositionItem {
  readonly client: string;
}

export interface PositionRequest extends ListRequest {
  readonly instrument?: string | undefined;
}

/** Positions that are not flat, by account and instrument. @throws InvalidCursorError */
export async function listPositions(
  database: Queryable,
  ledgerId: string,
  request: PositionRequest,
): Promise<ListPage<PositionItem>> {
  const after = request.cursor === undefined ? ['', ''] : decodeCursor(request.cursor, 2);
  const { rows, position } = await readAtCheckpoint<PositionItem>(
    database,
    'positions',
    ledgerId,
    `SELECT account, instrument, long::text, short::text, (long - short)::text AS net
     FROM account_position
     WHERE ledger_id = $1 AND (long <> 0 OR short <> 0)
       AND (account, instrument) > ($2::text, $3::text)
       AND ($4::text IS NULL OR account = $4)
       AND ($5::text IS NULL OR account ^@ ($5 || '/'))
       AND ($6::text IS NULL OR instrument = $6)
     ORDER BY account, instrument LIMIT $7`,
    [
      String(after[0]),
      String(after[1]),
      request.account ?? null,
      request.member ?? null,
      request.instrument ?? null,
      request.limit + 1,
    ],
  );
  const keys = (row: PositionItem) => [row.account, row.instrument];
  return { ...cutPage(rows, request.limit, keys, (row) => row), position };
}
