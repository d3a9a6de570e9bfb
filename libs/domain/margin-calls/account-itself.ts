import type { AccountEvaluation } from './account-evaluation.js';

/**
 * Where an account stands without its buckets: with its own collateral against what that has to cover, what
 * the buckets lack included. An account without buckets is all of it.
 */
export function accountItself(evaluation: AccountEvaluation): AccountEvaluation {
  const [own, ...buckets] = evaluation.standings;
  if (buckets.length === 0) return evaluation;
  const lackMinor = buckets.reduce(
    (sum, { servedMinor, deficitMinor }) => sum + servedMinor + deficitMinor,
    0n,
  );
  const exposureMinor = own.exposureMinor + lackMinor;
  const difference = own.collateral.countedMinor - exposureMinor;
  return {
    ...evaluation,
    requirementMinor: own.limitBaseMinor,
    unsettledMinor: own.unsettledMinor,
    exposureMinor,
    collateral: own.collateral,
    dependence: own.dependence,
    deficitMinor: difference < 0n ? -difference : 0n,
    excessMinor: difference > 0n ? difference : 0n,
  };
}
