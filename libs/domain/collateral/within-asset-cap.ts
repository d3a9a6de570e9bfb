import { holderInWords } from '#libs/domain/books/holder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { capOf, heldByAll } from './asset-cap.js';
import { unitsHeld } from './holdings.js';

/** How a deposit breaks the cap of its asset, as an answer has it. */
export interface CapRefusal {
  readonly code: 'LIMIT_EXCEEDED';
  readonly field: 'quantity';
  readonly reason: string;
  /** What the holder could still deliver, a decimal of the asset's scale. */
  readonly maximumQuantity: string;
}

/**
 * All members together hold no more of an asset than `collateralLimits[].totalQuantity`
 * (settlement-and-collateral.md, "Collateral"): what a deposit would bring above it is refused. Cash that
 * pays a debt is held by nobody, so it always may come. Holdings above a cap that was lowered stay.
 * @param units of the asset's scale, positive
 */
export function refuseBeyondCap(
  house: HouseState,
  holder: string,
  asset: CollateralAsset,
  units: bigint,
): CapRefusal | undefined {
  const cap = capOf(house, asset);
  if (cap === undefined) return undefined;
  const held = heldByAll(house, asset);
  const own = unitsHeld(house, holder, asset);
  const room = held < cap ? cap - held : 0n;
  const maximum = own < 0n ? room - own : room;
  if (units <= maximum) return undefined;
  const quantity = (of: bigint): string => formatUnits(of, asset.scale);
  return {
    code: 'LIMIT_EXCEEDED',
    field: 'quantity',
    reason: `all members together may hold ${quantity(cap)} ${asset.asset} and hold ${quantity(held)}; ${holderInWords(holder)} can deliver at most ${quantity(maximum)}`,
    maximumQuantity: quantity(maximum),
  };
}
