import type { Queryable } from '#libs/ledger/index.js';
import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
import {
  type ListPage,
  type ListRequest,
  cutPage,
  decodePosition,
  readAtCheckpoint,
} from '../list-page.js';

export interface MarginCallRequest extends ListRequest {
  readonly status?: string | undefined;
}

/** Margin calls as they stand, in the order in which they were issued. @throws InvalidCursorError */
export async function listMarginCalls(
  database: Queryable,
  ledgerId: string,
  request: MarginCallRequest,
): Promise<ListPage<AnyMarginCall>> {
  const { rows, position } = await readAtCheckpoint<{ issued: number; payload: string }>(
    database,
    'margin-calls',
    ledgerId,
    `SELECT issued_position AS issued, payload FROM margin_call
     WHERE ledger_id = $1 AND issued_position > $2
       AND ($3::text IS NULL OR account = $3)
       AND ($4::text IS NULL OR member = $4)
       AND ($5::text IS NULL OR status = $5)
     ORDER BY issued_position LIMIT $6`,
    [
      decodePosition(request.cursor),
      request.account ?? null,
      request.member ?? null,
      request.status ?? null,
      request.limit + 1,
    ],
  );
  const page = cutPage(
    rows,
    request.limit,
    (row) => [row.issued],
    (row) => JSON.parse(row.payload) as AnyMarginCall,
  );
  return { ...page, position };
}

/** One call as it stands, with the positions of its issue and latest change. */
export async function findMarginCall(
  database: Queryable,
  ledgerId: string,
  callId: string,
): Promise<{ call: AnyMarginCall; issuedPosition: number } | undefined> {
  const { rows } = await database.query<{ payload: string; issued_position: string }>(
    'SELECT payload, issued_position FROM margin_call WHERE ledger_id = $1 AND call_id = $2',
    [ledgerId, callId],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    call: JSON.parse(row.payload) as AnyMarginCall,
    issuedPosition: Number(row.issued_position),
  };
}
