import type { Queryable } from '#libs/ledger/index.js';
import { foldUntil } from './as-of.js';
import { type BookAmount, BookTally, journalOf } from './balances/book-changes.js';
import { PositionTally, positionChanges } from './positions/position-changes.js';
import type { ClientPositionItem, PositionItem } from './positions/positions.query.js';

/** Positions that were not flat at a ledger position, by account and instrument. */
export async function positionsAsOf(
  database: Queryable,
  ledgerId: string,
  position: number,
): Promise<PositionItem[]> {
  const tally = await tallyAsOf(database, ledgerId, position);
  const net = tally.ofNetAccounts().map((change) => {
    const lots = change.long - change.short;
    return { ...change, long: lots > 0n ? lots : 0n, short: lots < 0n ? -lots : 0n };
  });
  return [...net, ...tally.ofGrossAccounts()]
    .filter(({ long, short }) => long !== 0n || short !== 0n)
    .map(({ account, instrument, long, short }) => ({
      account,
      instrument,
      ...lotsText(long, short),
    }))
    .sort((a, b) => order([a.account, a.instrument], [b.account, b.instrument]));
}

/** What clients of gross omnibus accounts held at a ledger position, by account, instrument and client. */
export async function clientPositionsAsOf(
  database: Queryable,
  ledgerId: string,
  position: number,
): Promise<ClientPositionItem[]> {
  const tally = await tallyAsOf(database, ledgerId, position);
  const keys = (item: ClientPositionItem) => [item.account, item.instrument, item.client];
  return tally
    .ofClients()
    .filter(({ long, short }) => long !== 0n || short !== 0n)
    .map(({ account, client, instrument, long, short }) => ({
      account,
      client,
      instrument,
      ...lotsText(long, short),
    }))
    .sort((a, b) => order(keys(a), keys(b)));
}

async function tallyAsOf(
  database: Queryable,
  ledgerId: string,
  position: number,
): Promise<PositionTally> {
  const tally = new PositionTally();
  await foldUntil(database, ledgerId, position, (event) =>
    positionChanges(event).forEach((change) => tally.add(change)),
  );
  return tally;
}

const lotsText = (long: bigint, short: bigint) => ({
  long: long.toString(),
  short: short.toString(),
  net: (long - short).toString(),
});

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

/** Orders lists of as many keys as the read models do: by code unit. */
export function order(a: readonly string[], b: readonly string[]): number {
  for (const [i, key] of a.entries()) {
    const other = b[i] ?? '';
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}
