import {
  type AccountEvaluation,
  type HouseState,
  type MarginEngine,
  referenceOf,
} from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { StandingSteps } from './explanation.js';

/** How an account and its buckets share what it has to cover; none where it has no bucket. */
export function standingSteps(
  house: HouseState,
  engine: MarginEngine,
  { account, standings }: AccountEvaluation,
): { readonly standings?: readonly StandingSteps[] } {
  if (standings.length === 1) return {};
  const { baseScale } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const alone = engine.standAlone(account);
  return {
    standings: standings.map((each) => ({
      bucket: each.bucket ?? null,
      alone: each.bucket === undefined ? null : money(alone.get(each.bucket) ?? 0n),
      requirement: money(each.requirementMinor),
      unsettled: money(each.unsettledMinor),
      exposure: money(each.exposureMinor),
      counted: money(each.collateral.countedMinor),
      served: money(each.servedMinor),
      deficit: money(each.deficitMinor),
      excess: money(each.excessMinor),
    })),
  };
}
