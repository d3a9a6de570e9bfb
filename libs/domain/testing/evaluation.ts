import { valueCollateral } from '#libs/domain/collateral/collateral-value.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';

/**
 * Where an account stands at a requirement that the test names, with the collateral that it has: what the
 * margin model would say is left out.
 */
export function evaluationAt(
  house: HouseState,
  account: string,
  requirementMinor: bigint,
): AccountEvaluation {
  const collateral = valueCollateral(house, account, requirementMinor);
  const difference = collateral.countedMinor - requirementMinor;
  const sums = {
    requirementMinor,
    unsettledMinor: 0n,
    exposureMinor: requirementMinor,
    collateral,
    dependence: { chargeMinor: 0n, withoutHistory: [] },
    deficitMinor: difference < 0n ? -difference : 0n,
    excessMinor: difference > 0n ? difference : 0n,
  };
  return {
    account,
    requirement: {
      kind: 'computed',
      totalMinor: requirementMinor,
      breakdown: { marginMode: 'portfolio', currency: 'USD', requirementMinor, groups: [] },
    },
    failure: undefined,
    unsettledLines: [],
    ...sums,
    standings: [
      {
        ...sums,
        holder: account,
        bucket: undefined,
        limitBaseMinor: requirementMinor,
        servedMinor: 0n,
      },
    ],
  };
}
