import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import type { Standing } from '#libs/domain/margin-calls/standing.js';
import {
  multiply,
  rational,
  rationalFromDecimal,
  add,
  roundUp,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { debtsMinor, valueHoldings } from './collateral-value.js';
import { withChange, type Holdings } from './holdings.js';

/** What has to stay covered when something goes out, in minor units of the base currency. */
export interface Need {
  /** The account, or the bucket of it, that it would leave. */
  readonly holder: string;
  /** Base of the limits. */
  readonly limitBaseMinor: bigint;
  /** requirement - unsettled: the exposure without what the collateral itself adds to it. */
  readonly beforeDependenceMinor: bigint;
  /** What stays covered above the exposure, as a share of it. */
  readonly buffer: Rational;
  /** What collateral of an account has to cover besides, since its buckets lack it; debts with it. */
  readonly forBucketsMinor: bigint;
}

/** The part of a standing that says what has to stay. */
type Covered = Pick<
  Standing,
  'holder' | 'limitBaseMinor' | 'exposureMinor' | 'dependence' | 'collateral'
>;

const needOf = (standing: Covered, buffer: Rational, forBucketsMinor: bigint): Need => ({
  holder: standing.holder,
  limitBaseMinor: standing.limitBaseMinor,
  beforeDependenceMinor: standing.exposureMinor - standing.dependence.chargeMinor,
  buffer,
  forBucketsMinor,
});

/**
 * A withdrawal leaves the exposure and the buffer on it covered (margin-model.md g.5): that of a bucket by
 * what the bucket has, that of an account with all that its buckets lack and owe.
 * @param standing of the evaluation: the account itself, or one of its buckets
 */
export function needWithBuffer(
  house: HouseState,
  { standings }: Pick<AccountEvaluation, 'standings'>,
  standing: Standing = standings[0],
): Need {
  const buffer = rationalFromDecimal(referenceOf(house).data.marginCalls.withdrawalBuffer);
  if (standing.bucket !== undefined) return needOf(standing, buffer, 0n);
  const lacks = standings.slice(1).map((each) => {
    const { chargeMinor } = each.dependence;
    const lack = keptMinor(needOf(each, buffer, 0n), chargeMinor) - each.collateral.countedMinor;
    return (lack > 0n ? lack : 0n) + debtsMinor(each.collateral.debts);
  });
  return needOf(
    standing,
    buffer,
    lacks.reduce((sum, lack) => sum + lack, 0n),
  );
}

/** What the clearing house sends back by itself leaves the exposure covered, and what buckets lack. */
export function needWithoutBuffer(
  { standings }: Pick<AccountEvaluation, 'standings'>,
  standing: Standing = standings[0],
): Need {
  const lacks = standing.bucket === undefined ? standings.slice(1) : [];
  return needOf(
    standing,
    ZERO,
    lacks.reduce((sum, { servedMinor, deficitMinor }) => sum + servedMinor + deficitMinor, 0n),
  );
}

/**
 * What counted collateral may not fall below, debts apart.
 * @param dependenceMinor what the collateral that is left adds to the exposure (margin-model.md g.4)
 */
export function keptMinor(need: Need, dependenceMinor: bigint): bigint {
  const exposure = rational(need.beforeDependenceMinor + dependenceMinor);
  return roundUp(multiply(exposure, add(rational(1n), need.buffer))) + need.forBucketsMinor;
}

/** Whether holdings cover what they have to: `counted >= kept + SUM debt*FX*(1+h_fx)`. */
export function covers(
  house: HouseState,
  engine: MarginEngine,
  holdings: Holdings,
  need: Need,
): boolean {
  const { holder, limitBaseMinor } = need;
  const { lines, countedMinor, debts } = valueHoldings(house, holder, holdings, limitBaseMinor);
  const { chargeMinor } = engine.dependence(holder, lines);
  return countedMinor >= keptMinor(need, chargeMinor) + debtsMinor(debts);
}

/** Whether holdings count as much as others: what is taken away counted for nothing. */
export function countsAsMuch(
  house: HouseState,
  holdings: Holdings,
  others: Holdings,
  { holder, limitBaseMinor }: Need,
): boolean {
  const counted = (each: Holdings): bigint =>
    valueHoldings(house, holder, each, limitBaseMinor).countedMinor;
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
