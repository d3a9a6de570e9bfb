import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import { holderOf } from '#libs/domain/books/holder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { readAsset, type AssetUnits } from './instruction-context.js';
import { unitsHeld } from './holdings.js';
import type { Judged } from './refusal.js';

type Sent = Pick<CollateralInstruction, 'asset' | 'account' | 'bucket'>;

/**
 * The asset of a deposit. Cash in a currency that is no collateral is taken where the account owes it: products
 * settle in it, and whoever is called for a debt must be able to pay (settlement-and-collateral.md, "Books").
 */
export const readDelivered = (house: HouseState, sent: Sent): Judged<CollateralAsset> =>
  orOtherCash(house, sent, (units) => units < 0n);

/** The asset of what goes out: also cash that was gained in a currency that is no collateral. */
export const readReleased = (house: HouseState, sent: Sent): Judged<CollateralAsset> =>
  orOtherCash(house, sent, (units) => units > 0n);

function orOtherCash(
  house: HouseState,
  { asset: name = '', account = '', bucket }: Sent,
  isThere: (units: bigint) => boolean,
): Judged<CollateralAsset> {
  const asset = readAsset(house, name);
  const scale = house.reference?.currencyScales.get(name);
  if (asset.ok || scale === undefined) return asset;
  const book = cashBook(holderOf(account, bucket), name);
  return isThere(balanceOf(house.books, book, name)) ? ok(uncountedCash(name, scale)) : asset;
}

/** Counts for nothing, whatever it is worth. */
const uncountedCash = (currency: string, scale: number): CollateralAsset => ({
  asset: currency,
  type: 'cash',
  currency,
  scale,
  haircut: '1',
  currencyHaircut: '0',
  priceUnit: '1',
});

/** Cash in a currency that is no collateral comes in to pay a debt, and no further. */
export function refuseBeyondDebt(
  house: HouseState,
  holder: string,
  { asset, units }: AssetUnits,
): Judged<undefined> {
  if (house.reference?.collateral.has(asset.asset)) return ok(undefined);
  const owed = -unitsHeld(house, holder, asset);
  if (units <= owed) return ok(undefined);
  const maximumQuantity = formatUnits(owed, asset.scale);
  return failed({
    code: 'LIMIT_EXCEEDED',
    field: 'quantity',
    reason: `${asset.asset} is no collateral; it is taken for what is owed, at most ${maximumQuantity}`,
    maximumQuantity,
  });
}
