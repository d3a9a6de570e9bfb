import { cashBook, balanceOf } from '#libs/domain/books/books.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { PayIn } from '#libs/domain/margin-calls/pay-calls.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { debtOf, valueLine } from './collateral-value.js';

/**
 * What a deposit brings open calls: what it takes from debts in its currency, and the value after
 * haircuts of the rest.
 */
export function countedPayIn(
  house: HouseState,
  account: string,
  instructionId: string,
  asset: CollateralAsset,
  units: bigint,
): PayIn {
  const cash =
    asset.type === 'cash'
      ? balanceOf(house.books, cashBook(account, asset.currency), asset.currency)
      : 0n;
  const owed = cash < 0n ? -cash : 0n;
  const toDebt = units < owed ? units : owed;
  return {
    account,
    instructionId,
    currency: asset.type === 'cash' ? asset.currency : undefined,
    amountMinor: units,
    countedMinor: (left) => {
      const taken = units - left;
      const debtLeft = taken < toDebt ? toDebt - taken : 0n;
      const rest = left - debtLeft;
      const debt = debtLeft > 0n ? debtOf(house, asset.currency, debtLeft).baseMinor : 0n;
      return debt + (rest > 0n ? valueLine(house, asset, rest).valueMinor : 0n);
    },
  };
}
