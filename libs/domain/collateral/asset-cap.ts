import { balanceOf, EXTERNAL_CUSTODIAN } from '#libs/domain/books/books.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal } from '#libs/domain/kernel/decimal.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { holdersOf } from './buckets.js';
import { unitsHeld } from './holdings.js';

/** The lowest cap of an asset over all members, in its units, rounded down; undefined without one. */
export function capOf(
  house: HouseState,
  { asset: name, scale }: Pick<CollateralAsset, 'asset' | 'scale'>,
): bigint | undefined {
  let lowest: bigint | undefined;
  for (const { asset, totalQuantity } of referenceOf(house).data.collateralLimits) {
    if (asset !== name || totalQuantity === undefined) continue;
    const cap = parseDecimal(totalQuantity);
    const units = (cap.units * 10n ** BigInt(scale)) / 10n ** BigInt(cap.scale);
    if (lowest === undefined || units < lowest) lowest = units;
  }
  return lowest;
}

/** What all accounts together hold of an asset, in its units; what is owed in cash is held by nobody. */
export function heldByAll(house: HouseState, asset: CollateralAsset): bigint {
  // Securities are nowhere but in accounts, so the custodian's book has them in one sum.
  if (asset.type !== 'cash') return -balanceOf(house.books, EXTERNAL_CUSTODIAN, asset.asset);
  let held = 0n;
  for (const account of referenceOf(house).accounts.keys())
    for (const holder of holdersOf(house, account)) {
      const ofHolder = unitsHeld(house, holder, asset);
      if (ofHolder > 0n) held += ofHolder;
    }
  return held;
}

/** Whether all accounts together hold more of an asset than its cap: then what one has weighs on others. */
export function isHeldAboveCap(house: HouseState, name: string): boolean {
  const asset = referenceOf(house).collateral.get(name);
  if (!asset) return false;
  const cap = capOf(house, asset);
  return cap !== undefined && heldByAll(house, asset) > cap;
}

/**
 * What counts of the units that an account or bucket holds or would hold: all, or where all accounts
 * together are above the cap, which happens when it was lowered, its part of the cap pro rata, rounded
 * down (settlement-and-collateral.md, "Collateral").
 */
export function unitsWithinCap(
  house: HouseState,
  holder: string,
  asset: CollateralAsset,
  units: bigint,
): bigint {
  const cap = capOf(house, asset);
  if (cap === undefined || units <= 0n) return units;
  const now = unitsHeld(house, holder, asset);
  const all = heldByAll(house, asset) - (now > 0n ? now : 0n) + units;
  return all > cap ? (units * cap) / all : units;
}
