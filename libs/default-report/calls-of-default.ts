import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
import type { EventType } from '#libs/domain/events/event-catalogue.js';
import type { StoredEvent } from '#libs/ledger/index.js';
import type { CallOfRecord, RecordedStep, TimelineEntry } from './default-record.js';
import { placeOf } from './ledger-place.js';

const CALL_EVENTS = {
  MarginCallIssued: 'issued',
  MarginCallPaid: 'paid, wholly or in part',
  MarginCallReminded: 'reminded of',
  MarginCallOverdue: 'overdue',
  MarginCallEscalated: 'escalated',
  MarginCallCancelled: 'cancelled',
} as const;

export const CALL_TYPES = Object.keys(CALL_EVENTS) as (keyof typeof CALL_EVENTS)[];

/** An event of a call, with the call as it stands after it. */
export interface CallEvent {
  readonly event: StoredEvent;
  readonly word: string;
  readonly call: AnyMarginCall;
}

/** Reads an event of a call; undefined of any other. */
export function callEvent(event: StoredEvent): CallEvent | undefined {
  if (!isCallType(event.type)) return undefined;
  return { event, word: CALL_EVENTS[event.type], call: event.payload as AnyMarginCall };
}

const isCallType = (type: EventType): type is keyof typeof CALL_EVENTS =>
  Object.hasOwn(CALL_EVENTS, type);

/** What happened to a call, in words. */
export function callEntry({ event, word, call }: CallEvent): TimelineEntry {
  const { callId, account, amount, outstanding, currency, dueAt } = call;
  const about = `${callId} of ${account}: ${amount} ${currency}, ${outstanding} outstanding`;
  const paid = event.type === 'MarginCallPaid' ? `; ${event.payload.paid} was paid in` : '';
  return {
    ...placeOf(event),
    event: event.type,
    what: `call ${word}: ${about}, due ${dueAt}${paid}`,
  };
}

/** Calls as they stand after the last of their events, in the order in which they were issued. */
export function callsOf(
  events: readonly CallEvent[],
  isMeant: (callId: string) => boolean,
): CallOfRecord[] {
  const byId = new Map<string, CallEvent[]>();
  for (const each of events) {
    const { callId } = each.call;
    if (!isMeant(callId)) continue;
    const known = byId.get(callId);
    if (known) known.push(each);
    else byId.set(callId, [each]);
  }
  return [...byId.values()].flatMap((ofCall) => {
    const [first, last] = [ofCall[0], ofCall.at(-1)];
    if (!first || !last) return [];
    const { callId, account, member, currency, amount, outstanding, dueAt, status } = last.call;
    const reason = first.call.reason;
    const about = { callId, account, member, reason, currency, amount, outstanding, dueAt, status };
    return [{ ...about, events: ofCall.map(callEntry) }];
  });
}

/**
 * Calls of a member that its declaration cancelled: those it had missed, the first missed one first, then
 * those that were not due yet.
 */
export function missedCalls(
  events: readonly CallEvent[],
  member: string,
  declaredAt: number,
): CallOfRecord[] {
  const cancelled = new Set(
    events
      .filter(({ event }) => event.position > declaredAt)
      .filter(({ call }) => call.reason === 'MEMBER_DEFAULTED' && call.member === member)
      .map(({ call }) => call.callId),
  );
  const missedAt = ({ events: ofCall }: CallOfRecord): number =>
    ofCall.find(({ event }) => event === 'MarginCallOverdue')?.position ?? Infinity;
  return callsOf(events, (callId) => cancelled.has(callId)).sort((a, b) =>
    missedAt(a) === missedAt(b) ? 0 : missedAt(a) - missedAt(b),
  );
}

/** Calls that steps of a default issued, which follow their step at once: assessments, replenishment. */
export function callsOnSurvivors(
  events: readonly CallEvent[],
  steps: readonly RecordedStep[],
): CallOfRecord[] {
  const issuedBy = steps.flatMap(({ position, step }) => {
    const isCalling =
      step.step === 'REPLENISHMENT_CALLED' ||
      (step.step === 'LAYER_APPLIED' && step.layer === 'ASSESSMENTS');
    return isCalling ? [{ from: position, count: step.contributions?.length ?? 0 }] : [];
  });
  const issued = new Set(
    events
      .filter(({ event }) => event.type === 'MarginCallIssued')
      .filter(({ event: { position } }) =>
        issuedBy.some(({ from, count }) => position > from && position <= from + count),
      )
      .map(({ call }) => call.callId),
  );
  return callsOf(events, (callId) => issued.has(callId));
}
