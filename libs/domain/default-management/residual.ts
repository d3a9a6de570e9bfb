import type { ResidualPosition } from '#libs/domain/events/default-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { settlementOrMark } from './account-outcome.js';
import type { DefaultCase } from './default-state.js';
import { accountsOf } from './find-default.js';
import type { OpenLots } from './lots-of-side.js';
import { openLotsOfAccounts } from './open-lots.js';

/** What a defaulter still holds, in the order of accounts and instruments. */
export const residualOf = (house: HouseState, of: DefaultCase): OpenLots[] =>
  openLotsOfAccounts(house, [
    ...accountsOf(house, of, 'house'),
    ...accountsOf(house, of, 'clients'),
  ]);

/**
 * Lots as they are left for tear-up, with the last settlement price at which they are: the loss is
 * determined with it, so that a cycle before the tear-up changes nothing of what it comes to.
 */
export function residualPosition(
  house: HouseState,
  marks: MarkSource,
  { lots, ...of }: OpenLots,
): ResidualPosition {
  const terms = referenceOf(house).instruments.get(of.instrument);
  const ticks = settlementOrMark(house, marks)(of.instrument);
  invariant(terms && ticks !== undefined, () => `${of.instrument} has no price to tear up at`);
  return { ...of, quantity: String(lots), price: ticksToPrice(terms, ticks) };
}
