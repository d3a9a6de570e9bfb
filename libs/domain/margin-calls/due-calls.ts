import { missingContribution } from '#libs/domain/default-fund/required-contribution.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { evaluateAccount, type AccountEvaluation } from './account-evaluation.js';
import { isOfMember } from './call-reason.js';
import { isStillRequired } from './call-needs.js';
import { openCalls, type CallDeadlines } from './margin-call-state.js';

/** What time does to an open call, in the order in which it happens at one instant. */
const STEPS = ['remindMs', 'dueMs', 'escalateMs'] as const satisfies (keyof CallDeadlines)[];

interface DueStep {
  readonly step: (typeof STEPS)[number];
  readonly atMs: number;
  readonly callId: string;
}

/**
 * Calls whose time has come: reminded of, overdue (or no longer required, when what they asked for has
 * gone without payment), escalated (settlement-and-collateral.md, "A margin call"; margin-model.md g.5,
 * "Timeline"). After a time without a clock what was missed comes late, once and in its order.
 */
export function decideDueCalls(house: HouseState, engine: MarginEngine): NewEvent[] {
  const { marginCalls, ledgerTimeMs } = house;
  if (ledgerTimeMs === undefined) return [];
  const evaluations = new Map<string, AccountEvaluation>();
  const isNeeded = (call: MarginCallContent): boolean => {
    if (isOfMember(call.reason)) return isOwedByMember(house, call);
    const evaluation =
      evaluations.get(call.account) ?? evaluateAccount(house, engine, call.account);
    evaluations.set(call.account, evaluation);
    // While an account cannot be evaluated nobody can say that a call is not required.
    return evaluation.failure !== undefined || isStillRequired(house, evaluation, call);
  };
  const events: NewEvent[] = [];
  // The calls as the steps before leave them; without those that ended.
  const calls = new Map(marginCalls.open);
  for (const { step, callId } of dueSteps(house, ledgerTimeMs)) {
    const call = calls.get(callId);
    if (!call) continue;
    const event =
      step === 'dueMs' && !isNeeded(call)
        ? noLongerRequired(call)
        : taken(call, step, ledgerTimeMs);
    if (event.type === 'MarginCallCancelled') calls.delete(callId);
    if (event.type === 'MarginCallOverdue') calls.set(callId, event.payload);
    events.push(event);
  }
  return events;
}

/** An assessment is owed until it is paid, a contribution while it is short of what is required. */
function isOwedByMember(house: HouseState, { member, reason }: MarginCallContent): boolean {
  const of = house.reference?.members.get(member);
  return reason === 'ASSESSMENT' || (of !== undefined && missingContribution(house, of) > 0n);
}

/** The steps that are due, by their time; at one time in the order of a call's life, then of issue. */
function dueSteps(house: HouseState, nowMs: number): DueStep[] {
  const due: DueStep[] = [];
  for (const step of STEPS)
    for (const [callId, deadlines] of house.marginCalls.deadlines) {
      const atMs = deadlines[step];
      if (atMs !== undefined && atMs <= nowMs) due.push({ step, atMs, callId });
    }
  // Sorting keeps what is equal in its order.
  return due.sort((a, b) => a.atMs - b.atMs);
}

function taken(call: MarginCallContent, step: DueStep['step'], nowMs: number): NewEvent {
  const streamId = `account/${call.account}`;
  switch (step) {
    case 'remindMs':
      return { type: 'MarginCallReminded', streamId, payload: { ...call, notice: 'REMINDER' } };
    case 'dueMs':
      return { type: 'MarginCallOverdue', streamId, payload: { ...call, status: 'OVERDUE' } };
    case 'escalateMs':
      return {
        type: 'MarginCallEscalated',
        streamId,
        payload: { ...call, notice: 'ESCALATED', escalatedAt: formatInstant(nowMs) },
      };
    default:
      return step satisfies never;
  }
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

/** When a call is next to be spoken of, on the ledger's clock; undefined when none ever is. */
export function nextDueMs(house: HouseState): number | undefined {
  let next = Infinity;
  for (const { remindMs, dueMs, escalateMs } of house.marginCalls.deadlines.values())
    next = Math.min(next, remindMs ?? Infinity, dueMs ?? Infinity, escalateMs ?? Infinity);
  return next === Infinity ? undefined : next;
}
