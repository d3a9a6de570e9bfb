import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/index.js';
import { journalOf } from '#libs/projections/index.js';
import type { Findings } from './finding.js';

/** Every journal adds up to zero per asset. */
export function checkJournal(event: RecordedEvent, findings: Findings): void {
  const sums = new Map<string, bigint>();
  for (const { asset, amount } of journalOf(event)) {
    sums.set(asset, (sums.get(asset) ?? 0n) + BigInt(amount));
  }
  for (const [asset, sum] of sums) {
    if (sum !== 0n) findings.add(event.position, `journal in ${asset}`, '0', sum.toString());
  }
}

/**
 * Per instrument the positions of all accounts add up to zero, and so do the books per asset; those of
 * clients add up to their account's.
 */
export function checkSums(house: HouseState, findings: Findings): void {
  const sums = new Map<string, bigint>();
  const add = (name: string, amount: bigint): void => {
    sums.set(name, (sums.get(name) ?? 0n) + amount);
  };
  for (const holdings of house.trading.holdings.values()) {
    for (const [instrument, { lots }] of holdings) add(`positions in ${instrument}`, BigInt(lots));
  }
  for (const [account, clients] of house.trading.clients) {
    for (const [instrument, { lots }] of house.trading.holdings.get(account) ?? [])
      add(`positions of ${account} in ${instrument} but for its clients`, BigInt(lots));
    for (const held of clients.values()) {
      for (const [instrument, { long, short }] of held)
        add(`positions of ${account} in ${instrument} but for its clients`, BigInt(short - long));
    }
  }
  for (const assets of house.books.values()) {
    for (const [asset, amount] of assets) add(`books in ${asset}`, amount);
  }
  for (const [name, sum] of sums) {
    if (sum !== 0n) findings.add(house.position, `sum of ${name}`, '0', sum.toString());
  }
}
