import { floorDiv } from '#libs/domain/kernel/rounding.js';
import { rationalFromDecimal } from '#libs/domain/numerics/rational.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';

/**
 * What counts of values within the concentration limits, which are shares of the requirement
 * (margin-model.md g.3), each rounded down. Where a limit of a class cuts, what the reference data names
 * first counts first.
 * @param valuesMinor by asset, in minor units of the base currency
 * @returns what counts, by asset
 */
export function countWithinLimits(
  { data, collateral }: ReferenceIndex,
  valuesMinor: ReadonlyMap<string, bigint>,
  requirementMinor: bigint,
): ReadonlyMap<string, bigint> {
  const counted = new Map(valuesMinor);
  // Limits of assets first: what one of them cuts off takes no room in its class.
  const limits = [
    ...data.collateralLimits.filter(({ asset }) => asset !== undefined),
    ...data.collateralLimits.filter(({ asset }) => asset === undefined),
  ];
  for (const limit of limits) {
    if (limit.shareOfRequirement === undefined) continue;
    const share = rationalFromDecimal(limit.shareOfRequirement);
    let room = floorDiv(requirementMinor * share.numerator, share.denominator);
    for (const [asset, value] of counted) {
      const isWithin =
        limit.asset === undefined
          ? collateral.get(asset)?.class === limit.class
          : asset === limit.asset;
      if (!isWithin) continue;
      const taken = value < room ? value : room;
      counted.set(asset, taken);
      room -= taken;
    }
  }
  return counted;
}
