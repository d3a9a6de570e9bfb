import { bucketOfHolder } from '#libs/domain/books/holder.js';
import {
  valueCollateral,
  type AccountCollateral,
} from '#libs/domain/collateral/collateral-value.js';
import { supplementOf } from '#libs/domain/default-fund/supplementary-margin.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { CollateralDependence } from '#libs/domain/risk/collateral-risk.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';

/** What a holder of collateral has to cover, in minor units of the base currency. */
export interface Burden {
  /** The account, or one of its buckets. */
  readonly holder: string;
  readonly requirementMinor: bigint;
  /** What a cycle run now would take from it; never positive. */
  readonly unsettledMinor: bigint;
}

/**
 * Where a holder of collateral stands: a bucket, or an account with what no bucket has (margin-model.md
 * c.5, g.5). Amounts in minor units of the base currency.
 */
export interface Standing extends Burden {
  /** The instrument of a bucket; undefined of the account itself. */
  readonly bucket: string | undefined;
  /** Base of the limits on its collateral: the requirement that it is for. */
  readonly limitBaseMinor: bigint;
  /** requirement - unsettled + dependence + supplementary margin. */
  readonly exposureMinor: bigint;
  /** Its own. */
  readonly collateral: AccountCollateral;
  readonly dependence: CollateralDependence;
  /** What collateral of the account covers of it beside its own; zero of the account itself. */
  readonly servedMinor: bigint;
  /** Exposure above its own counted collateral and what serves it, or zero. */
  readonly deficitMinor: bigint;
  /** Counted collateral above the exposure, and of an account above what it serves, or zero. */
  readonly excessMinor: bigint;
}

/**
 * Holds the collateral of an account and its buckets against what they have to cover. A bucket's collateral
 * is for its own position alone. The account's is for what has no bucket first, then for what buckets lack,
 * in the order of their instruments, so that it is called last where the order ends.
 * @param burdens the account's, then those of its open buckets by instrument
 */
export function standingsOf(
  house: HouseState,
  engine: MarginEngine,
  [own, ...ofBuckets]: readonly [Burden, ...Burden[]],
): [Standing, ...Standing[]] {
  const buckets = ofBuckets.map((burden) =>
    standAlone(house, engine, burden, burden.requirementMinor),
  );
  // The limits on what serves a bucket are shares of the requirement that is left to be served.
  const base = buckets.reduce(
    (sum, { deficitMinor, requirementMinor }) =>
      sum + (deficitMinor < requirementMinor ? deficitMinor : requirementMinor),
    own.requirementMinor,
  );
  const account = standAlone(house, engine, own, base);
  let leftMinor = account.excessMinor;
  const served = buckets.map((standing): Standing => {
    const { deficitMinor } = standing;
    const servedMinor = deficitMinor < leftMinor ? deficitMinor : leftMinor;
    leftMinor -= servedMinor;
    return { ...standing, servedMinor, deficitMinor: deficitMinor - servedMinor };
  });
  return [{ ...account, excessMinor: leftMinor }, ...served];
}

/** What a holder's own collateral makes of its burden. */
function standAlone(
  house: HouseState,
  engine: MarginEngine,
  burden: Burden,
  limitBaseMinor: bigint,
): Standing {
  const { holder, requirementMinor, unsettledMinor } = burden;
  const collateral = valueCollateral(house, holder, limitBaseMinor);
  // After the limits, whose base is the requirement: what counts would otherwise hang on itself.
  const dependence = engine.dependence(holder, collateral.lines);
  const supplementMinor = supplementOf(house, holder);
  const exposureMinor =
    requirementMinor - unsettledMinor + dependence.chargeMinor + supplementMinor;
  const difference = collateral.countedMinor - exposureMinor;
  return {
    ...burden,
    bucket: bucketOfHolder(holder),
    limitBaseMinor,
    exposureMinor,
    collateral,
    dependence,
    servedMinor: 0n,
    deficitMinor: difference < 0n ? -difference : 0n,
    excessMinor: difference > 0n ? difference : 0n,
  };
}

/** What counts for a holder: its own collateral, and what of the account's serves it. */
export const countedFor = ({ collateral, servedMinor }: Standing): bigint =>
  collateral.countedMinor + servedMinor;
