import {
  assetBook,
  cashBook,
  EXTERNAL_BANK,
  EXTERNAL_CUSTODIAN,
  transfer,
} from '#libs/domain/books/books.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { AssetUnits } from './instruction-context.js';

const bookOf = (account: string, { asset }: AssetUnits): string =>
  asset.type === 'cash' ? cashBook(account, asset.currency) : assetBook(account, asset.asset);

const outsideOf = ({ asset }: AssetUnits): string =>
  asset.type === 'cash' ? EXTERNAL_BANK : EXTERNAL_CUSTODIAN;

/** What comes in from the bank or the custodian of an asset. */
export const movedIn = (account: string, moved: AssetUnits): JournalLine[] =>
  transfer(outsideOf(moved), bookOf(account, moved), moved.asset.asset, moved.units);

/** What goes out to the bank or the custodian of an asset. */
export const movedOut = (account: string, moved: AssetUnits): JournalLine[] =>
  transfer(bookOf(account, moved), outsideOf(moved), moved.asset.asset, moved.units);

/** What moves from one account to another. */
export const movedAcross = (from: string, to: string, moved: AssetUnits): JournalLine[] =>
  transfer(bookOf(from, moved), bookOf(to, moved), moved.asset.asset, moved.units);
