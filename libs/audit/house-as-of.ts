import { LedgerReader, type Queryable } from '#libs/ledger/index.js';
import { type HouseState, emptyHouse, evolve } from '#libs/domain/house/index.js';

const PAGE = 5_000;

/** The state of the house at a ledger position, folded from the first event. */
export async function houseAsOf(
  database: Queryable,
  ledgerId: string,
  position: number,
  onProgress?: (read: number, of: number) => void,
): Promise<HouseState> {
  const house = emptyHouse(ledgerId);
  const reader = new LedgerReader(database, ledgerId);
  for await (const events of reader.follow(0, position, PAGE)) {
    for (const event of events) evolve(house, event);
    onProgress?.(house.position, position);
  }
  return house;
}
