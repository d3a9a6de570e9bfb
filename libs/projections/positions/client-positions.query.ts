import type { Queryable } from '#libs/ledger/index.js';
import { type ListPage, cutPage, decodeCursor, readAtCheckpoint } from '../list-page.js';
import type { ClientPositionItem, PositionRequest } from './positions.query.js';

export interface ClientPositionRequest extends PositionRequest {
  readonly client?: string | undefined;
}

/**
 * Positions of clients of gross omnibus accounts that are long or short, by account, instrument and
 * client. @throws InvalidCursorError
 */
export async function listClientPositions(
  database: Queryable,
  ledgerId: string,
  request: ClientPositionRequest,
): Promise<ListPage<ClientPositionItem>> {
  const after = request.cursor === undefined ? ['', '', ''] : decodeCursor(request.cursor, 3);
  const { rows, position } = await readAtCheckpoint<ClientPositionItem>(
    database,
    'positions',
    ledgerId,
    `SELECT account, client, instrument, long::text, short::text, (long - short)::text AS net
     FROM client_position
     WHERE ledger_id = $1 AND (long <> 0 OR short <> 0)
       AND (account, instrument, client) > ($2::text, $3::text, $4::text)
       AND ($5::text IS NULL OR account = $5)
       AND ($6::text IS NULL OR account ^@ ($6 || '/'))
       AND ($7::text IS NULL OR instrument = $7)
       AND ($8::text IS NULL OR client = $8)
     ORDER BY account, instrument, client LIMIT $9`,
    [
      ...after.map(String),
      request.account ?? null,
      request.member ?? null,
      request.instrument ?? null,
      request.client ?? null,
      request.limit + 1,
    ],
  );
  const keys = (row: ClientPositionItem) => [row.account, row.instrument, row.client];
  return { ...cutPage(rows, request.limit, keys, (row) => row), position };
}
