import { holderOf } from '#libs/domain/books/holder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { valueHoldings } from './collateral-value.js';
import { collateralHeld, withChange } from './holdings.js';
import type { AssetUnits } from './instruction-context.js';
import { needWithoutBuffer, type Need } from './released-cover.js';

/** What arrives in a bucket. */
export interface Arrival extends AssetUnits {
  readonly bucket: string;
}

/**
 * What an account has to keep covered when some of its collateral goes to one of its buckets. Nothing
 * leaves the account, so no buffer is kept: it covers its own exposure and what its buckets lack once the
 * one has what arrives. What a bucket owes is not kept back, since only what is in a bucket pays it.
 */
export function needBesideBucket(
  house: HouseState,
  engine: MarginEngine,
  { account, standings }: Pick<AccountEvaluation, 'account' | 'standings'>,
  { bucket, asset, units }: Arrival,
): Need {
  const [own, ...buckets] = standings;
  const others = buckets.filter((each) => each.bucket !== bucket);
  const receiver = buckets.find((each) => each.bucket === bucket);
  const lacks = others.map((each) => ({
    lack: each.servedMinor + each.deficitMinor,
    requirementMinor: each.requirementMinor,
  }));
  if (receiver) {
    const holder = holderOf(account, bucket);
    const { requirementMinor, unsettledMinor } = receiver;
    const holdings = withChange(collateralHeld(house, holder), asset.asset, units);
    const { lines, countedMinor } = valueHoldings(house, holder, holdings, requirementMinor);
    const { chargeMinor } = engine.dependence(holder, lines);
    const lack = requirementMinor - unsettledMinor + chargeMinor - countedMinor;
    lacks.push({ lack: lack > 0n ? lack : 0n, requirementMinor });
  }
  let limitBaseMinor = own.requirementMinor;
  for (const { lack, requirementMinor } of lacks)
    limitBaseMinor += lack < requirementMinor ? lack : requirementMinor;
  return {
    ...needWithoutBuffer({ standings: [own] }),
    limitBaseMinor,
    forBucketsMinor: lacks.reduce((sum, { lack }) => sum + lack, 0n),
  };
}
