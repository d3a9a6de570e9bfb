import { settlementBook } from '#libs/domain/books/books.js';
import type { CycleLine } from './lines/cycle-line.js';
import { LINE_KINDS } from './lines/line-kinds.js';

/**
 * What lines bring an account of what accounts pay each other in a currency, in minor units; negative where
 * it pays. Fees and interest are neither gains nor losses.
 */
export const netOf = (lines: readonly CycleLine[], currency: string): bigint =>
  lines
    .filter((line) => line.currency === currency)
    .filter(({ kind }) => LINE_KINDS[kind].bookOf(currency) === settlementBook(currency))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

/** The same where it is a gain; zero where the account pays. */
export function gainOf(lines: readonly CycleLine[], currency: string): bigint {
  const net = netOf(lines, currency);
  return net > 0n ? net : 0n;
}
