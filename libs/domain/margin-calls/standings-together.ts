import type { AccountEvaluation } from './account-evaluation.js';
import type { Standing } from './standing.js';

type Sums = Pick<
  AccountEvaluation,
  | 'requirementMinor'
  | 'unsettledMinor'
  | 'exposureMinor'
  | 'collateral'
  | 'dependence'
  | 'deficitMinor'
  | 'excessMinor'
>;

/** What an account and its buckets amount to together: `excess - deficit` is `counted - exposure`. */
export function together(standings: readonly [Standing, ...Standing[]]): Sums {
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
}: Standing): Sums => ({
  requirementMinor,
  unsettledMinor,
  exposureMinor,
  collateral,
  dependence,
  deficitMinor,
  excessMinor,
});
