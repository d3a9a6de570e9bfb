import {
  assetBook,
  cashBook,
  EXTERNAL_BANK,
  EXTERNAL_CUSTODIAN,
  transfer,
} from '#libs/domain/books/books.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { AssetUnits } from './instruction-context.js';

const bookOf = (holder: string, { asset }: AssetUnits): string =>
  asset.type === 'cash' ? cashBook(holder, asset.currency) : assetBook(holder, asset.asset);

const outsideOf = ({ asset }: AssetUnits): string =>
  asset.type === 'cash' ? EXTERNAL_BANK : EXTERNAL_CUSTODIAN;

/** What comes in from the bank or the custodian of an asset. */
export const movedIn = (holder: string, moved: AssetUnits): JournalLine[] =>
  transfer(outsideOf(moved), bookOf(holder, moved), moved.asset.asset, moved.units);

/** What goes out to the bank or the custodian of an asset. */
export const movedOut = (holder: string, moved: AssetUnits): JournalLine[] =>
  transfer(bookOf(holder, moved), outsideOf(moved), moved.asset.asset, moved.units);

/** What moves from one account or bucket to another. */
export const movedAcross = (from: string, to: string, moved: AssetUnits): JournalLine[] =>
  transfer(bookOf(from, moved), bookOf(to, moved), moved.asset.asset, moved.units);
