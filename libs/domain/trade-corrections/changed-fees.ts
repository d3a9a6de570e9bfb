import { feePerLotMinor } from '#libs/domain/charges/clearing-fees.js';
import type { FeeChange } from '#libs/domain/events/trade-correction-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { NovatedTrade } from './novated-trade.js';

/**
 * Clearing fees for lots that a correction takes from a trade, or adds to it: they go to whom the trade was
 * novated with, who paid them, by the fees in force now.
 * @param lots that are there no more; below zero: that are there besides
 */
export function changedFees(
  house: HouseState,
  { payload: { buyer, seller } }: NovatedTrade,
  lots: number,
): FeeChange[] {
  const reference = referenceOf(house);
  return [buyer, seller].flatMap((account) => {
    if (!reference.accounts.has(account)) return [];
    const minor = feePerLotMinor(reference, account) * BigInt(lots);
    return minor === 0n ? [] : [{ account, amount: formatUnits(minor, reference.baseScale) }];
  });
}
