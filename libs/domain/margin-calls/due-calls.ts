import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { evaluateAccount, type AccountEvaluation } from './account-evaluation.js';
import { isStillRequired } from './call-needs.js';
import { openCalls } from './margin-call-state.js';

const isDue = (call: MarginCallContent, nowMs: number): boolean =>
  call.status !== 'OVERDUE' && Date.parse(call.dueAt) <= nowMs;

/**
 * Calls whose due time has come: overdue, or no longer required when what they asked for has gone
 * without payment (settlement-and-collateral.md, "A margin call").
 */
export function decideDueCalls(house: HouseState, engine: MarginEngine): NewEvent[] {
  const nowMs = house.ledgerTimeMs;
  if (nowMs === undefined) return [];
  const due = [...house.marginCalls.open.values()].filter((call) => isDue(call, nowMs));
  const evaluations = new Map<string, AccountEvaluation>();
  return due.map((call): NewEvent => {
    const evaluation =
      evaluations.get(call.account) ?? evaluateAccount(house, engine, call.account);
    evaluations.set(call.account, evaluation);
    // While an account cannot be evaluated nobody can say that a call is not required.
    if (!evaluation.failure && !isStillRequired(house, evaluation, call))
      return noLongerRequired(call);
    const streamId = `account/${call.account}`;
    return { type: 'MarginCallOverdue', streamId, payload: { ...call, status: 'OVERDUE' } };
  });
}

/** Overdue calls of an evaluated account that nothing is left of. */
export function releaseOverdueCalls(house: HouseState, evaluation: AccountEvaluation): NewEvent[] {
  return openCalls(house.marginCalls, evaluation.account)
    .filter((call) => call.status === 'OVERDUE' && !isStillRequired(house, evaluation, call))
    .map(noLongerRequired);
}

function noLongerRequired(call: MarginCallContent): NewEvent {
  return {
    type: 'MarginCallCancelled',
    streamId: `account/${call.account}`,
    payload: { ...call, status: 'CANCELLED', reason: 'NO_LONGER_REQUIRED' },
  };
}

/** When the next call is due, on the ledger's clock; undefined without open calls. */
export function nextDueMs(house: HouseState): number | undefined {
  let next: number | undefined;
  for (const call of house.marginCalls.open.values()) {
    if (call.status === 'OVERDUE') continue;
    const due = Date.parse(call.dueAt);
    if (next === undefined || due < next) next = due;
  }
  return next;
}
