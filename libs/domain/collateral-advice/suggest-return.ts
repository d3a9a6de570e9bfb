import { valueHoldings } from '#libs/domain/collateral/collateral-value.js';
import { collateralPaidIn, type Holdings } from '#libs/domain/collateral/holdings.js';
import { withdrawableUnits } from '#libs/domain/collateral/judge-release.js';
import { covers, keptMinor, needWithBuffer } from '#libs/domain/collateral/released-cover.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { cheapestHoldings, type Choice, type SolveCover } from './cheapest-holdings.js';
import { choiceOf, roomsOf } from './cover-programme.js';
import type { DeliveryCosts } from './delivery-cost.js';

/** What could go back. */
export interface Returning {
  readonly before: Holdings;
  readonly after: Holdings;
  readonly countedMinor: bigint;
  /** Why nothing of an asset may go, by asset. */
  readonly withheld: ReadonlyMap<string, string>;
}

/**
 * What an account could take back together so that what stays costs least: gains that are not paid in
 * stay, and the exposure with the buffer of withdrawals stays covered (margin-model.md g.5).
 */
export function suggestReturn(
  house: HouseState,
  engine: MarginEngine,
  evaluation: AccountEvaluation,
  costs: DeliveryCosts,
  solve: SolveCover,
): Returning {
  const { account, requirementMinor } = evaluation;
  const before = collateralPaidIn(house, account);
  const need = needWithBuffer(house, evaluation);
  const kept = keptMinor(need, evaluation.dependence.chargeMinor);
  const withheld = new Map<string, string>();
  const choices: Choice[] = [];
  for (const asset of referenceOf(house).data.collateral) {
    const high = before.get(asset.asset) ?? 0n;
    if (high <= 0n) continue;
    const judged = withdrawableUnits(house, engine, account, asset);
    if (!judged.ok) withheld.set(asset.asset, judged.error.reason);
    const low = judged.ok ? high - judged.value : high;
    choices.push(choiceOf(house, account, asset, costs, { low, high }));
  }
  const found = cheapestHoldings(
    { choices, rooms: roomsOf(house, requirementMinor), needMinor: Number(kept) },
    solve,
    (units) => covers(house, engine, new Map([...before, ...units]), need),
  );
  const after = new Map([...before, ...(found ?? [])]);
  const { countedMinor } = valueHoldings(house, account, after, requirementMinor);
  return { before, after, countedMinor, withheld };
}
