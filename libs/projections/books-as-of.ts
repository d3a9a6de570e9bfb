import type { Queryable } from '#libs/ledger/index.js';
import { foldUntil } from './as-of.js';
import { type BookAmount, BookTally, journalOf } from './balances/book-changes.js';
import { PositionTally, positionChanges } from './positions/position-changes.js';
import type { PositionItem } from './positions/positions.query.js';

/** Positions that were not flat at a ledger position, by account and instrument. */
export async function positionsAsOf(
  database: Queryable,
  ledgerId: string,
  position: number,
): Promise<PositionItem[]> {
  const tally = new PositionTally();
  await foldUntil(database, ledgerId, position, (event) =>
    positionChanges(event).forEach((change) => tally.add(change)),
  );
  return tally
    .changes()
    .map(({ account, instrument, bought, sold }) => {
      const net = bought - sold;
      return {
        account,
        instrument,
        long: (net > 0n ? net : 0n).toString(),
        short: (net < 0n ? -net : 0n).toString(),
        net: net.toString(),
      };
    })
    .filter(({ net }) => net !== '0')
    .sort((a, b) => order([a.account, a.instrument], [b.account, b.instrument]));
}

/** What every book held at a ledger position, by book and asset. */
export async function balancesAsOf(
  database: Queryable,
  ledgerId: string,
  position: number,
): Promise<BookAmount[]> {
  const tally = new BookTally();
  await foldUntil(database, ledgerId, position, (event) =>
    journalOf(event).forEach((line) => tally.add(line)),
  );
  return tally.amounts().sort((a, b) => order([a.book, a.asset], [b.book, b.asset]));
}

/** Orders pairs of keys as the read models do: by code unit. */
export function order(a: readonly [string, string], b: readonly [string, string]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1;
}
