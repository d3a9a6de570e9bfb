import type { Debt } from '#libs/domain/collateral/collateral-value.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { ceilDiv } from '#libs/domain/kernel/rounding.js';
import { callPolicyOf } from './call-policy.js';
import { standingOf, type AccountEvaluation } from './account-evaluation.js';
import { openCallsOf } from './margin-call-state.js';
import type { Standing } from './standing.js';

/** A debt that no open call asks for yet. */
export interface UncalledDebt {
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** What an account or a bucket is short of and what open calls already ask for. */
export interface CallNeeds {
  /** The part of the deficit (beyond the threshold) that open calls do not cover, base minor units. */
  readonly uncoveredMinor: bigint;
  readonly uncalledDebts: readonly UncalledDebt[];
}

/** The outstanding amount of a call in minor units of its currency. */
export function outstandingMinor(house: HouseState, call: MarginCallContent): bigint {
  const scale = house.reference?.data.currencies[call.currency]?.scale ?? 0;
  return toUnits(parseDecimal(call.outstanding), scale) ?? 0n;
}

/**
 * Compares what a holder is short of with its open calls (settlement-and-collateral.md, "Books" and
 * "A margin call"). A debt is called on its own; but a call for an exposure that a cycle has since
 * turned into a debt asks for that debt already, so open calls cover debts first, then the deficit. What
 * calls of the account itself ask for beyond its own need serves its buckets, as that collateral will.
 */
export function callNeeds(
  house: HouseState,
  evaluation: AccountEvaluation,
  standing: Standing,
): CallNeeds {
  let covered = calledForMargin(house, standing) + servedByCalls(house, evaluation, standing);
  const uncalledDebts: UncalledDebt[] = [];
  for (const { currency, amountMinor, baseMinor } of debtsWithoutCall(house, standing)) {
    // Without a rate nobody can say whether a call in the base currency asks for it.
    const taken = covered < baseMinor ? covered : baseMinor;
    covered -= taken;
    if (baseMinor > 0n && taken === baseMinor) continue;
    const left =
      baseMinor === 0n ? amountMinor : ceilDiv(amountMinor * (baseMinor - taken), baseMinor);
    uncalledDebts.push({ currency, amountMinor: left });
  }
  const uncovered = beyondThreshold(house, standing) - covered;
  return { uncoveredMinor: positive(uncovered), uncalledDebts };
}

/** What calls of an account itself ask for that is left for a bucket, after it and the buckets before. */
function servedByCalls(
  house: HouseState,
  { standings }: AccountEvaluation,
  { bucket }: Standing,
): bigint {
  if (bucket === undefined) return 0n;
  const [own, ...buckets] = standings;
  let left = positive(calledForMargin(house, own) - needMinor(house, own));
  for (const each of buckets) {
    if (each.bucket === bucket) break;
    left = positive(left - notCalledFor(house, each));
  }
  return left;
}

/** What a holder is short of beside debts that are called for, in the base currency. */
function needMinor(house: HouseState, standing: Standing): bigint {
  return debtsWithoutCall(house, standing).reduce(
    (need, { baseMinor }) => need + baseMinor,
    positive(beyondThreshold(house, standing)),
  );
}

const notCalledFor = (house: HouseState, standing: Standing): bigint =>
  positive(needMinor(house, standing) - calledForMargin(house, standing));

const beyondThreshold = (house: HouseState, { deficitMinor }: Standing): bigint =>
  deficitMinor - callPolicyOf(house).thresholdMinor;

const positive = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

/** What open calls of a holder ask for, those of debts apart; only those before `callId`. */
function calledForMargin(house: HouseState, { holder }: Standing, callId?: string): bigint {
  let called = 0n;
  for (const call of openCallsOf(house.marginCalls, holder)) {
    if (call.callId === callId) break;
    if (call.reason !== 'CASH_DEBIT') called += outstandingMinor(house, call);
  }
  return called;
}

/** The parts of debts that no call of a debt asks for, with their weight in the base currency. */
function debtsWithoutCall(house: HouseState, { holder, collateral }: Standing): Debt[] {
  return collateral.debts.flatMap(({ currency, amountMinor, baseMinor }) => {
    const left = amountMinor - calledAsDebt(house, holder, currency);
    if (left <= 0n) return [];
    return [{ currency, amountMinor: left, baseMinor: ceilDiv(baseMinor * left, amountMinor) }];
  });
}

/** What the calls of a holder's debts in a currency still ask for; only those before `callId`. */
function calledAsDebt(
  house: HouseState,
  holder: string,
  currency: string,
  callId?: string,
): bigint {
  let called = 0n;
  for (const call of openCallsOf(house.marginCalls, holder)) {
    if (call.callId === callId) break;
    if (call.reason === 'CASH_DEBIT' && call.currency === currency)
      called += outstandingMinor(house, call);
  }
  return called;
}

/**
 * Whether a call is still required: whether what its holder is short of exceeds what older open calls
 * ask for. What calls of debts ask for keeps no other call alive. A call of an account itself is kept by
 * what its buckets are short of and no call of theirs asks for: opening a bucket ends no call.
 */
export function isStillRequired(
  house: HouseState,
  evaluation: AccountEvaluation,
  call: MarginCallContent,
): boolean {
  const { bucket, currency, callId } = call;
  const standing = standingOf(evaluation, bucket);
  if (!standing) return false;
  if (call.reason === 'CASH_DEBIT') {
    const debt = standing.collateral.debts.find((each) => each.currency === currency);
    return (debt?.amountMinor ?? 0n) > calledAsDebt(house, standing.holder, currency, callId);
  }
  let need = needMinor(house, standing);
  if (bucket === undefined)
    for (const each of evaluation.standings.slice(1)) need += notCalledFor(house, each);
  return need > calledForMargin(house, standing, callId);
}
