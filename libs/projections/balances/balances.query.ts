import type { Queryable } from '#libs/ledger/index.js';
import {
  type ListPage,
  type ListRequest,
  cutPage,
  decodeCursor,
  readAtCheckpoint,
} from '../list-page.js';
import type { BookAmount } from './book-changes.js';

export interface BalanceRequest extends ListRequest {
  /** All books, those of the clearing house and of the outside too; else cash of accounts and buckets. */
  readonly trial: boolean;
}

/**
 * What books hold, by book and asset, amounts in minor units or units of the asset's scale.
 * @throws InvalidCursorError
 */
export async function listBalances(
  database: Queryable,
  ledgerId: string,
  request: BalanceRequest,
): Promise<ListPage<BookAmount>> {
  const after = request.cursor === undefined ? ['', ''] : decodeCursor(request.cursor, 2);
  const { rows, position } = await readAtCheckpoint<Record<'book' | 'asset' | 'amount', string>>(
    database,
    'balances',
    ledgerId,
    `SELECT book, asset, amount::text FROM balance
     WHERE ledger_id = $1 AND (book, asset) > ($2::text, $3::text)
       AND ($4::text IS NULL OR book ^@ $4)
       AND ($5::text IS NULL OR book ^@ $5)
       AND ($6 OR book ^@ 'account/' AND (split_part(book, '/', 4) = 'cash'
         OR split_part(book, '/', 4) = 'bucket' AND split_part(book, '/', 6) = 'cash'))
     ORDER BY book, asset LIMIT $7`,
    [
      String(after[0]),
      String(after[1]),
      request.account === undefined ? null : `account/${request.account}/`,
      request.member === undefined ? null : `account/${request.member}/`,
      request.trial,
      request.limit + 1,
    ],
  );
  const page = cutPage(
    rows,
    request.limit,
    (row) => [row.book, row.asset],
    (row) => ({ book: row.book, asset: row.asset, amount: BigInt(row.amount) }),
  );
  return { ...page, position };
}
