import type { AccountCollateral } from '#libs/domain/collateral/collateral-value.js';
import type { CollateralDependence } from '#libs/domain/risk/collateral-risk.js';
import type { Standing } from './standing.js';

/** What an account and its buckets amount to together, in minor units of the base currency. */
export interface StandingsTogether {
  readonly requirementMinor: bigint;
  /** What a cycle run now would take from the account; never positive. */
  readonly unsettledMinor: bigint;
  /** requirement - unsettled + dependence + supplementary margin. */
  readonly exposureMinor: bigint;
  readonly collateral: AccountCollateral;
  /** What the collateral would lose together with the positions, beyond its haircuts (g.4). */
  readonly dependence: CollateralDependence;
  /** Exposure above counted collateral, or zero. */
  readonly deficitMinor: bigint;
  /** Counted collateral above the exposure, or zero. */
  readonly excessMinor: bigint;
}

/** What an account and its buckets amount to together: `excess - deficit` is `counted - exposure`. */
export function together(standings: readonly [Standing, ...Standing[]]): StandingsTogether {
  const [own, ...buckets] = standings;
  if (buckets.length === 0) return alone(own);
  const sum = (of: (each: Standing) => bigint): bigint =>
    standings.reduce((total, each) => total + of(each), 0n);
  const assets = standings.flatMap(({ dependence }) => dependence.withoutHistory);
  return {
    requirementMinor: sum(({ requirementMinor }) => requirementMinor),
    unsettledMinor: sum(({ unsettledMinor }) => unsettledMinor),
    exposureMinor: sum(({ exposureMinor }) => exposureMinor),
    collateral: {
      lines: standings.flatMap(({ collateral }) => collateral.lines),
      valueMinor: sum(({ collateral }) => collateral.valueMinor),
      countedMinor: sum(({ collateral }) => collateral.countedMinor),
      debts: standings.flatMap(({ bucket, collateral }) =>
        collateral.debts.map((debt) => (bucket === undefined ? debt : { ...debt, bucket })),
      ),
    },
    dependence: {
      chargeMinor: sum(({ dependence }) => dependence.chargeMinor),
      withoutHistory: [...new Set(assets)].sort(),
    },
    deficitMinor: sum(({ deficitMinor }) => deficitMinor),
    excessMinor: sum(({ excessMinor }) => excessMinor),
  };
}

const alone = ({
  requirementMinor,
  unsettledMinor,
  exposureMinor,
  collateral,
  dependence,
  deficitMinor,
  excessMinor,
}: Standing): StandingsTogether => ({
  requirementMinor,
  unsettledMinor,
  exposureMinor,
  collateral,
  dependence,
  deficitMinor,
  excessMinor,
});
