import type { FeeChange } from '#libs/domain/events/trade-correction-events.js';
import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { TEAR_UP_VENUE } from '#libs/domain/trading/own-venues.js';
import { legsOf } from '#libs/domain/trading/trading-state.js';

/**
 * The clearing fee of one lot for an account, by its type (clearing-house.yaml, `fees`).
 * @returns minor units of the base currency; zero where its type pays none
 */
export function feePerLotMinor(reference: ReferenceIndex, account: string): bigint {
  const type = reference.accounts.get(account)?.account.type;
  const fee = reference.data.fees.find(({ accountType }) => accountType === type);
  if (!fee) return 0n;
  const minor = toUnits(parseDecimal(fee.perLot), reference.baseScale);
  invariant(minor !== undefined, () => `the fee ${fee.perLot} has too many decimals`);
  return minor;
}

/**
 * A trade that was novated costs both sides their fee for each lot. It is owed from here on at the fee
 * in force, and booked by the next cycle (settlement-and-collateral.md, "A settlement cycle", 2).
 */
export function accrueFees(house: HouseState, trade: TradeNovated): void {
  const reference = referenceOf(house);
  if (reference.data.fees.length === 0 || trade.venue === TEAR_UP_VENUE) return;
  const { fees } = house.charges;
  for (const { account, lots } of legsOf(trade)) {
    const minor = feePerLotMinor(reference, account) * BigInt(Math.abs(lots));
    if (minor !== 0n) fees.set(account, (fees.get(account) ?? 0n) + minor);
  }
}

/** Folds fees that come back, or are owed beside, for a trade that was corrected. */
export function changeFees(house: HouseState, changes: readonly FeeChange[]): void {
  const { baseScale } = referenceOf(house);
  const { fees } = house.charges;
  for (const { account, amount } of changes) {
    const minor = toUnits(parseDecimal(amount), baseScale);
    invariant(minor !== undefined, () => `the fee ${amount} has too many decimals`);
    const owed = (fees.get(account) ?? 0n) - minor;
    if (owed === 0n) fees.delete(account);
    else fees.set(account, owed);
  }
}
