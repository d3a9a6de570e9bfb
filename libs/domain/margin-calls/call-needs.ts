import type { Debt } from '#libs/domain/collateral/collateral-value.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { ceilDiv } from '#libs/domain/kernel/rounding.js';
import { callPolicyOf } from './call-policy.js';
import { openCalls } from './margin-call-state.js';
import type { AccountEvaluation } from './account-evaluation.js';

/** A debt that no open call asks for yet. */
export interface UncalledDebt {
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** What an account is short of and what open calls already ask for. */
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
 * Compares what an account is short of with its open calls (settlement-and-collateral.md, "Books" and
 * "A margin call"). A debt is called on its own; but a call for an exposure that a cycle has since
 * turned into a debt asks for that debt already, so open calls cover debts first, then the deficit.
 */
export function callNeeds(
  house: HouseState,
  evaluation: AccountEvaluation,
  thresholdMinor: bigint,
): CallNeeds {
  let covered = 0n;
  for (const call of openCalls(house.marginCalls, evaluation.account))
    if (call.reason !== 'CASH_DEBIT') covered += outstandingMinor(house, call);
  const uncalledDebts: UncalledDebt[] = [];
  for (const { currency, amountMinor, baseMinor } of debtsWithoutCall(house, evaluation)) {
    // Without a rate nobody can say whether a call in the base currency asks for it.
    const taken = covered < baseMinor ? covered : baseMinor;
    covered -= taken;
    if (baseMinor > 0n && taken === baseMinor) continue;
    const left =
      baseMinor === 0n ? amountMinor : ceilDiv(amountMinor * (baseMinor - taken), baseMinor);
    uncalledDebts.push({ currency, amountMinor: left });
  }
  const uncovered = evaluation.deficitMinor - thresholdMinor - covered;
  return { uncoveredMinor: uncovered > 0n ? uncovered : 0n, uncalledDebts };
}

/** The parts of debts that no call of a debt asks for, with their weight in the base currency. */
function debtsWithoutCall(house: HouseState, { account, collateral }: AccountEvaluation): Debt[] {
  return collateral.debts.flatMap(({ currency, amountMinor, baseMinor }) => {
    const left = amountMinor - calledAsDebt(house, account, currency);
    if (left <= 0n) return [];
    return [{ currency, amountMinor: left, baseMinor: ceilDiv(baseMinor * left, amountMinor) }];
  });
}

/** What the calls of an account's debts in a currency still ask for; only those before `callId`. */
function calledAsDebt(
  house: HouseState,
  account: string,
  currency: string,
  callId?: string,
): bigint {
  let called = 0n;
  for (const call of openCalls(house.marginCalls, account)) {
    if (call.callId === callId) break;
    if (call.reason === 'CASH_DEBIT' && call.currency === currency)
      called += outstandingMinor(house, call);
  }
  return called;
}

/**
 * Whether a call is still required: whether what the account is short of exceeds what older open calls
 * ask for. What calls of debts ask for keeps no other call alive.
 */
export function isStillRequired(
  house: HouseState,
  evaluation: AccountEvaluation,
  call: MarginCallContent,
): boolean {
  const { account, currency, callId } = call;
  if (call.reason === 'CASH_DEBIT') {
    const debt = evaluation.collateral.debts.find((each) => each.currency === currency);
    return (debt?.amountMinor ?? 0n) > calledAsDebt(house, account, currency, callId);
  }
  const beyond = evaluation.deficitMinor - callPolicyOf(house).thresholdMinor;
  let need = beyond > 0n ? beyond : 0n;
  for (const { baseMinor } of debtsWithoutCall(house, evaluation)) need += baseMinor;
  for (const older of openCalls(house.marginCalls, account)) {
    if (older.callId === callId) break;
    if (older.reason !== 'CASH_DEBIT') need -= outstandingMinor(house, older);
  }
  return need > 0n;
}
