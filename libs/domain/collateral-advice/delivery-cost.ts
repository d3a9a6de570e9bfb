import { valueOfUnits } from '#libs/domain/collateral/collateral-value.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import {
  multiply,
  rational,
  rationalFromDecimal,
  roundUp,
} from '#libs/domain/numerics/rational.js';
import type { CollateralAsset, CollateralType } from '#libs/domain/reference-data/model.js';

/** Costs per year of having an asset lodged, as a share of its market value, by asset. */
export type DeliveryCosts = ReadonlyMap<string, string>;

/**
 * What it costs per year to have a type of asset lodged, where nobody says otherwise: what cash would
 * earn elsewhere, what borrowing a bond costs, what lending crypto out brings.
 */
export const DEFAULT_COSTS: Readonly<Record<CollateralType, string>> = {
  cash: '0.03',
  security: '0.005',
  crypto: '0.10',
};

/** How a cost is written, and how many of them one request may have. */
export const COST_PATTERN = /^\d{1,3}(\.\d{1,8})?$/;
export const COSTS_MAX = 200;

/** The cost per year of an asset: what was said of it, or the default of its type. */
export const costOf = (costs: DeliveryCosts, { asset, type }: CollateralAsset): string =>
  costs.get(asset) ?? DEFAULT_COSTS[type];

/**
 * The cost per year of so many units, in minor units of the base currency, rounded up; 0 where the
 * asset has no price or no exchange rate.
 */
export function yearlyCostMinor(
  house: HouseState,
  costs: DeliveryCosts,
  asset: CollateralAsset,
  units: bigint,
): bigint {
  const market = valueOfUnits(house, { ...asset, haircut: '0', currencyHaircut: '0' }, units);
  if (typeof market !== 'bigint') return 0n;
  return roundUp(multiply(rational(market), rationalFromDecimal(costOf(costs, asset))));
}
