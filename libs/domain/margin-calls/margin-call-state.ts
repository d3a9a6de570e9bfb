import { accountOfHolder, bucketOfHolder } from '#libs/domain/books/holder.js';
import { isOfMember } from './call-reason.js';
import type {
  AnyMarginCall,
  MarginCallContent,
  MarginCallExtras,
  MarginCallIssued,
} from '#libs/domain/events/margin-call-events.js';
import { MINUTE_MS } from '#libs/domain/kernel/instant.js';
import type { MarginCallSettings } from '#libs/domain/reference-data/model.js';

/**
 * When an open call is next spoken of, on the ledger's clock: the minutes in force at its issue, counted
 * from there. Undefined once that has happened.
 */
export interface CallDeadlines {
  remindMs: number | undefined;
  dueMs: number | undefined;
  /** Never before it is due: only what is overdue is escalated. */
  escalateMs: number | undefined;
}

/** Calls that are neither met nor cancelled, and what decides whether a further one may be issued. */
export interface MarginCallState {
  /** Open calls by id, in the order in which they were issued. */
  readonly open: Map<string, MarginCallContent>;
  readonly openByAccount: Map<string, string[]>;
  /** Of every open call, by id. */
  readonly deadlines: Map<string, CallDeadlines>;
  /** How many calls were ever issued. */
  issued: number;
  /** When an account, or a bucket of it, last got a call between cycles. */
  readonly lastIntradayIssueMs: Map<string, number>;
}

export function emptyMarginCalls(): MarginCallState {
  return {
    open: new Map(),
    openByAccount: new Map(),
    deadlines: new Map(),
    issued: 0,
    lastIntradayIssueMs: new Map(),
  };
}

/** Takes a call that was issued. @param minutes the settings in force at the issue */
export function takeIssuedCall(
  state: MarginCallState,
  call: MarginCallIssued,
  minutes: Pick<MarginCallSettings, 'reminderMinutes' | 'escalationMinutes'>,
): void {
  const { callId, account, issuedAt, dueAt } = call;
  const [issuedMs, dueMs] = [Date.parse(issuedAt), Date.parse(dueAt)];
  state.issued += 1;
  state.open.set(callId, call);
  state.openByAccount.set(account, [...(state.openByAccount.get(account) ?? []), callId]);
  state.deadlines.set(callId, {
    remindMs: issuedMs + minutes.reminderMinutes * MINUTE_MS,
    dueMs,
    escalateMs: Math.max(issuedMs + minutes.escalationMinutes * MINUTE_MS, dueMs),
  });
}

/** Takes a known call as an event left it. */
export function takeCall(state: MarginCallState, call: AnyMarginCall): void {
  const { callId, account } = call;
  if (call.status === 'MET' || call.status === 'CANCELLED') {
    state.open.delete(callId);
    state.deadlines.delete(callId);
    const left = (state.openByAccount.get(account) ?? []).filter((id) => id !== callId);
    if (left.length === 0) state.openByAccount.delete(account);
    else state.openByAccount.set(account, left);
    return;
  }
  const { content, notice } = parted(call);
  state.open.set(callId, content);
  const deadlines = state.deadlines.get(callId);
  if (!deadlines) return;
  if (call.status === 'OVERDUE') deadlines.dueMs = undefined;
  if (notice === 'REMINDER') deadlines.remindMs = undefined;
  if (notice === 'ESCALATED') deadlines.escalateMs = undefined;
}

/** What one event says of a call is not carried on by the events after it. */
function parted(call: MarginCallContent & MarginCallExtras): {
  readonly content: MarginCallContent;
  readonly notice: MarginCallExtras['notice'];
} {
  const { paid, instructionId, notice, ...content } = call;
  void [paid, instructionId];
  return { content, notice };
}

/** The open calls of an account and its buckets, oldest first; what its member is called for is not among them. */
export function openCalls(state: MarginCallState, account: string): MarginCallContent[] {
  return (state.openByAccount.get(account) ?? [])
    .flatMap((id) => state.open.get(id) ?? [])
    .filter(({ reason }) => !isOfMember(reason));
}

/** The open calls of an account itself, or of one of its buckets, oldest first. */
export function openCallsOf(state: MarginCallState, holder: string): MarginCallContent[] {
  const bucket = bucketOfHolder(holder);
  return openCalls(state, accountOfHolder(holder)).filter((call) => call.bucket === bucket);
}

/**
 * Whether an account may only reduce its risk in an instrument: while a call of the account itself is
 * overdue in all of them, while one of a bucket is in the bucket's alone.
 */
export function isReduceOnly(state: MarginCallState, account: string, instrument: string): boolean {
  if (!state.openByAccount.has(account)) return false;
  return openCalls(state, account).some(
    ({ status, bucket = instrument }) => status === 'OVERDUE' && bucket === instrument,
  );
}
