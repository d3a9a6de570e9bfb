import { assetBook, balanceOf, cashBook } from '#libs/domain/books/books.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { gainsNotPaidIn } from '#libs/domain/settlement/cycle-debts.js';

/**
 * What an account or bucket holds, or would hold, of each collateral asset, in units of its scale (minor
 * units for cash). Below zero only for cash that is owed.
 */
export type Holdings = ReadonlyMap<string, bigint>;

/** What a holder has of an asset, in units of its scale; negative for cash that it owes. */
export function unitsHeld(house: HouseState, holder: string, asset: CollateralAsset): bigint {
  return asset.type === 'cash'
    ? balanceOf(house.books, cashBook(holder, asset.currency), asset.currency)
    : balanceOf(house.books, assetBook(holder, asset.asset), asset.asset);
}

/**
 * All that an account, without its buckets, or a bucket holds as the books have it.
 * @param besides an asset that is meant too, even where it is no collateral
 */
export function collateralHeld(
  house: HouseState,
  holder: string,
  besides?: CollateralAsset,
): Holdings {
  const assets = assetsWith(house, besides);
  return new Map(assets.map((asset) => [asset.asset, unitsHeld(house, holder, asset)]));
}

/**
 * The same without the gains of cycles that are not SETTLED: what may be counted, and taken, when
 * something is to go out (margin-model.md g.5).
 */
export function collateralPaidIn(
  house: HouseState,
  holder: string,
  besides?: CollateralAsset,
): Holdings {
  return new Map(
    assetsWith(house, besides).map((asset) => {
      const held = unitsHeld(house, holder, asset);
      if (asset.type !== 'cash') return [asset.asset, held];
      return [asset.asset, held - gainsNotPaidIn(house.settlement, holder, asset.currency)];
    }),
  );
}

function assetsWith(
  house: HouseState,
  besides: CollateralAsset | undefined,
): readonly CollateralAsset[] {
  const { data, collateral } = referenceOf(house);
  const isOther = besides !== undefined && !collateral.has(besides.asset);
  return isOther ? [...data.collateral, besides] : data.collateral;
}

/** The same with `units` more of an asset; fewer where they are below zero. */
export function withChange(holdings: Holdings, asset: string, units: bigint): Holdings {
  return new Map(holdings).set(asset, (holdings.get(asset) ?? 0n) + units);
}
