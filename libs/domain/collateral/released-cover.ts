import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import {
  multiply,
  rational,
  rationalFromDecimal,
  add,
  roundUp,
} from '#libs/domain/numerics/rational.js';
import { debtsMinor, valueHoldings } from './collateral-value.js';
import { withChange, type Holdings } from './holdings.js';

/** What has to stay covered when something goes out, in minor units of the base currency. */
export interface Need {
  readonly account: string;
  /** Base of the limits. */
  readonly requirementMinor: bigint;
  /** What counted collateral may not fall below, debts apart. */
  readonly keptMinor: bigint;
}

/** A withdrawal leaves the exposure and the buffer on it covered (margin-model.md g.5). */
export function needWithBuffer(
  house: HouseState,
  { account, requirementMinor, exposureMinor }: AccountEvaluation,
): Need {
  const buffer = rationalFromDecimal(referenceOf(house).data.marginCalls.withdrawalBuffer);
  const kept = multiply(rational(exposureMinor), add(rational(1n), buffer));
  return { account, requirementMinor, keptMinor: roundUp(kept) };
}

/** What the clearing house sends back by itself leaves the exposure covered. */
export const needWithoutBuffer = ({
  account,
  requirementMinor,
  exposureMinor,
}: AccountEvaluation): Need => ({ account, requirementMinor, keptMinor: exposureMinor });

/** Whether holdings cover what they have to: `counted >= kept + SUM debt*FX*(1+h_fx)`. */
export function covers(house: HouseState, holdings: Holdings, need: Need): boolean {
  const { account, requirementMinor, keptMinor } = need;
  const { countedMinor, debts } = valueHoldings(house, account, holdings, requirementMinor);
  return countedMinor >= keptMinor + debtsMinor(debts);
}

/** Whether holdings count as much as others: what is taken away counted for nothing. */
export function countsAsMuch(
  house: HouseState,
  holdings: Holdings,
  others: Holdings,
  { account, requirementMinor }: Need,
): boolean {
  const counted = (each: Holdings): bigint =>
    valueHoldings(house, account, each, requirementMinor).countedMinor;
  return counted(holdings) >= counted(others);
}

/**
 * The most units of an asset that may go, to the last one, by bisection: what counts never rises when
 * something goes, so where `mayGo` says no it says no to all that is more.
 * @param holdings as they are before; cash without gains that are not paid in
 */
export function mostThatMayGo(
  holdings: Holdings,
  asset: string,
  mayGo: (left: Holdings) => boolean,
): bigint {
  const test = (units: bigint): boolean => mayGo(withChange(holdings, asset, -units));
  let high = holdings.get(asset) ?? 0n;
  if (high <= 0n || !test(0n)) return 0n;
  if (test(high)) return high;
  let low = 0n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (test(middle)) low = middle;
    else high = middle;
  }
  return low;
}
