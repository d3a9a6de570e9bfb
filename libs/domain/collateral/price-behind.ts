import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { SECOND_MS } from '#libs/domain/kernel/instant.js';
import { acceptedPairPrice } from '#libs/domain/market/exchange-rate.js';
import type { AcceptedPrice } from '#libs/domain/market/market-state.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';

/**
 * The accepted price that an asset is valued by: its own, or of cash in another currency than the base
 * currency that of the pair. Undefined where none came yet, and of cash in the base currency.
 */
export function priceBehind(house: HouseState, asset: CollateralAsset): AcceptedPrice | undefined {
  if (asset.type !== 'cash') return house.market.prices.get(asset.priceSymbol ?? asset.asset);
  const { baseCurrency } = referenceOf(house);
  if (asset.currency === baseCurrency) return undefined;
  return acceptedPairPrice(house, asset.currency, baseCurrency);
}

/**
 * The last instant at which the price behind an asset is no older than its limit
 * (settlement-and-collateral.md, "Collateral"), in milliseconds since 1970; undefined where it has no limit
 * or no price.
 */
export function countsUntilMs(house: HouseState, asset: CollateralAsset): number | undefined {
  if (asset.maxAgeSeconds === undefined) return undefined;
  const accepted = priceBehind(house, asset);
  return accepted && accepted.observedAtMs + asset.maxAgeSeconds * SECOND_MS;
}

/** Assets whose price has a limit of age; follows from the reference data alone. */
const known = new WeakMap<ReferenceIndex, readonly CollateralAsset[]>();

function assetsWithLimit(reference: ReferenceIndex): readonly CollateralAsset[] {
  let assets = known.get(reference);
  if (!assets) {
    assets = reference.data.collateral.filter(({ maxAgeSeconds }) => maxAgeSeconds !== undefined);
    known.set(reference, assets);
  }
  return assets;
}

/**
 * Whether the passing of time made collateral count for nothing: whether some price outlived its limit after
 * one instant and up to another.
 */
export function hasOutlivedPrice(house: HouseState, afterMs: number, untilMs: number): boolean {
  return assetsWithLimit(referenceOf(house)).some((asset) => {
    const lastMs = countsUntilMs(house, asset);
    return lastMs !== undefined && afterMs <= lastMs && lastMs < untilMs;
  });
}

/** When a price of collateral next outlives its limit, in milliseconds; undefined where none will. */
export function nextOutlivedMs(house: HouseState): number | undefined {
  const { ledgerTimeMs, reference } = house;
  if (!reference || ledgerTimeMs === undefined) return undefined;
  let next: number | undefined;
  for (const asset of assetsWithLimit(reference)) {
    const lastMs = countsUntilMs(house, asset);
    if (lastMs === undefined || lastMs < ledgerTimeMs) continue;
    if (next === undefined || lastMs + 1 < next) next = lastMs + 1;
  }
  return next;
}
