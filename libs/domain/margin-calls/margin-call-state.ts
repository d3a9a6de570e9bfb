import type { AnyMarginCall, MarginCallContent } from '#libs/domain/events/margin-call-events.js';

/** Calls that are neither met nor cancelled, and what decides whether a further one may be issued. */
export interface MarginCallState {
  /** Open calls by id, in the order in which they were issued. */
  readonly open: Map<string, MarginCallContent>;
  readonly openByAccount: Map<string, string[]>;
  /** How many calls were ever issued. */
  issued: number;
  /** When an account last got a call between cycles. */
  readonly lastIntradayIssueMs: Map<string, number>;
}

export function emptyMarginCalls(): MarginCallState {
  return { open: new Map(), openByAccount: new Map(), issued: 0, lastIntradayIssueMs: new Map() };
}

/** Takes a call as an event left it. */
export function takeCall(state: MarginCallState, call: AnyMarginCall): void {
  const known = state.open.has(call.callId);
  if (call.status === 'MET' || call.status === 'CANCELLED') {
    state.open.delete(call.callId);
    const left = openCalls(state, call.account).filter(({ callId }) => callId !== call.callId);
    if (left.length === 0) state.openByAccount.delete(call.account);
    else
      state.openByAccount.set(
        call.account,
        left.map(({ callId }) => callId),
      );
    return;
  }
  state.open.set(call.callId, call);
  if (known) return;
  state.issued += 1;
  state.openByAccount.set(call.account, [
    ...(state.openByAccount.get(call.account) ?? []),
    call.callId,
  ]);
}

/** The open calls of an account, oldest first. */
export function openCalls(state: MarginCallState, account: string): MarginCallContent[] {
  return (state.openByAccount.get(account) ?? []).flatMap((id) => state.open.get(id) ?? []);
}

/** Whether a call of the account is overdue: then it may only reduce its risk. */
export function isReduceOnly(state: MarginCallState, account: string): boolean {
  if (!state.openByAccount.has(account)) return false;
  return openCalls(state, account).some(({ status }) => status === 'OVERDUE');
}
