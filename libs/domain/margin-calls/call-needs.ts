import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
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
  const open = openCalls(house.marginCalls, evaluation.account);
  let covered = 0n;
  const debtsCalled = new Map<string, bigint>();
  for (const call of open) {
    const outstanding = outstandingMinor(house, call);
    if (call.reason === 'CASH_DEBIT')
      debtsCalled.set(call.currency, (debtsCalled.get(call.currency) ?? 0n) + outstanding);
    else covered += outstanding;
  }
  const uncalledDebts: UncalledDebt[] = [];
  for (const { currency, amountMinor, baseMinor } of evaluation.collateral.debts) {
    const uncalled = amountMinor - (debtsCalled.get(currency) ?? 0n);
    if (uncalled <= 0n) continue;
    const inBase =
      amountMinor === 0n ? 0n : (baseMinor * uncalled + amountMinor - 1n) / amountMinor;
    if (covered >= inBase && inBase > 0n) {
      covered -= inBase;
      continue;
    }
    const left = inBase > 0n ? (uncalled * (inBase - covered) + inBase - 1n) / inBase : uncalled;
    covered = 0n;
    uncalledDebts.push({ currency, amountMinor: left });
  }
  const deficit = evaluation.deficitMinor - thresholdMinor;
  const uncovered = deficit - covered;
  return { uncoveredMinor: uncovered > 0n ? uncovered : 0n, uncalledDebts };
}

/**
 * Whether a call is still required: whether what the account is short of exceeds what older open calls
 * ask for.
 */
export function isStillRequired(
  house: HouseState,
  evaluation: AccountEvaluation,
  call: MarginCallContent,
): boolean {
  const debts = evaluation.collateral.debts;
  if (call.reason === 'CASH_DEBIT') return debts.some(({ currency }) => currency === call.currency);
  let need = evaluation.deficitMinor + debts.reduce((sum, { baseMinor }) => sum + baseMinor, 0n);
  for (const older of openCalls(house.marginCalls, evaluation.account)) {
    if (older.callId === call.callId) break;
    if (older.reason !== 'CASH_DEBIT') need -= outstandingMinor(house, older);
  }
  return need > 0n;
}
