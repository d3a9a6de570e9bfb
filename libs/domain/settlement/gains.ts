import { settlementBook } from '#libs/domain/books/books.js';
import type { CycleLine } from './lines/cycle-line.js';
import { LINE_KINDS } from './lines/line-kinds.js';

/**
 * What lines bring an account of what accounts pay each other in a currency, in minor units; zero where it
 * pays. Fees and interest are no gains.
 */
export function gainOf(lines: readonly CycleLine[], currency: string): bigint {
  const net = lines
    .filter((line) => line.currency === currency)
    .filter(({ kind }) => LINE_KINDS[kind].bookOf(currency) === settlementBook(currency))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return net > 0n ? net : 0n;
}
