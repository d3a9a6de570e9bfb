import { unitsWithinCap } from '#libs/domain/collateral/asset-cap.js';
import { valueOfUnits } from '#libs/domain/collateral/collateral-value.js';
import { isOwnIssue } from '#libs/domain/collateral/own-issue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';
import { rationalFromDecimal } from '#libs/domain/numerics/rational.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { Choice, Room } from './cheapest-holdings.js';
import { type DeliveryCosts, yearlyCostMinor } from './delivery-cost.js';

/** Values and costs of one unit are taken from so many: of a single one little but rounding is left. */
const SAMPLE_UNITS = 10n ** 15n;

/** Between how many units of an asset an account may choose, with what one adds and costs. */
export function choiceOf(
  house: HouseState,
  account: string,
  asset: CollateralAsset,
  costs: DeliveryCosts,
  { low, high }: Pick<Choice, 'low' | 'high'>,
): Choice {
  return {
    asset: asset.asset,
    low,
    high,
    valuePerUnit: valuePerUnit(house, account, asset, high),
    costPerUnit: Number(yearlyCostMinor(house, costs, asset, SAMPLE_UNITS)) / Number(SAMPLE_UNITS),
  };
}

/**
 * What a unit of an asset adds before limits, in minor units of the base currency; 0 for an own issue and
 * where there is no price. Above a cap that was lowered it is the mean over what is held, which is less
 * than what the first units add.
 */
export function valuePerUnit(
  house: HouseState,
  account: string,
  asset: CollateralAsset,
  held: bigint,
): number {
  if (isOwnIssue(referenceOf(house), account, asset)) return 0;
  const value = valueOfUnits(house, asset, SAMPLE_UNITS);
  if (typeof value !== 'bigint') return 0;
  const each = Number(value) / Number(SAMPLE_UNITS);
  if (held <= 0n) return each;
  return (each * Number(unitsWithinCap(house, account, asset, held))) / Number(held);
}

/** The concentration limits in amounts (margin-model.md g.3). */
export function roomsOf(house: HouseState, requirementMinor: bigint): Room[] {
  const { data } = referenceOf(house);
  return data.collateralLimits.flatMap((limit) => {
    if (limit.shareOfRequirement === undefined) return [];
    const share = rationalFromDecimal(limit.shareOfRequirement);
    const assets = data.collateral.filter((each) =>
      limit.asset === undefined ? each.class === limit.class : each.asset === limit.asset,
    );
    const minor = floorDiv(requirementMinor * share.numerator, share.denominator);
    return [{ assets: assets.map(({ asset }) => asset), minor: Number(minor) }];
  });
}
