/**
 * Who holds collateral: an account such as `ALPHA/ISO`, or a bucket of it, the collateral of one of its
 * positions alone, `ALPHA/ISO/bucket/SPX-FUT` (margin-model.md c.5). Books of both are kept alike, so
 * that whatever asks for an account's collateral asks for a bucket's in the same way.
 */
export const holderOf = (account: string, bucket: string | undefined): string =>
  bucket === undefined ? account : `${account}/bucket/${bucket}`;

/** The account of a holder, which may be the account itself. */
export function accountOfHolder(holder: string): string {
  const [member, account] = holder.split('/');
  return `${member}/${account}`;
}

/** The instrument of a bucket; undefined of an account itself. */
export const bucketOfHolder = (holder: string): string | undefined => holder.split('/')[3];

/** A holder as sentences name it. */
export function holderInWords(holder: string): string {
  const bucket = bucketOfHolder(holder);
  return bucket === undefined ? holder : `bucket ${bucket} of ${accountOfHolder(holder)}`;
}

const CASH_BOOK = /^account\/([^/]+\/[^/]+(?:\/bucket\/[^/]+)?)\/cash\/[^/]+$/;

/** Whose cash a book holds; undefined of any book that is not cash of an account or a bucket. */
export const holderOfCashBook = (book: string): string | undefined => CASH_BOOK.exec(book)?.[1];
