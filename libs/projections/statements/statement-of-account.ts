import type { Queryable } from '#libs/ledger/index.js';
import { foldUntil } from '../as-of.js';
import { STATEMENT_ENTRIES_MAX } from '../limits.js';
import { AccountStatement } from './account-statement.js';

/**
 * The statement of an account over a part of the ledger, folded from its first event.
 * @param after the last position before the period; @param until the last in it
 */
export async function statementOfAccount(
  database: Queryable,
  ledgerId: string,
  account: string,
  period: { readonly after: number; readonly until: number },
): Promise<AccountStatement> {
  const statement = new AccountStatement(account, period.after, STATEMENT_ENTRIES_MAX);
  await foldUntil(database, ledgerId, period.until, (event) => statement.take(event));
  return statement;
}
