import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { ok } from '#libs/domain/kernel/result.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import { refuse, type Judged } from './refusal.js';

/** Calls that the same decision has met already. */
export function callsMet(events: readonly NewEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) =>
      event.type === 'MarginCallPaid' && event.payload.status === 'MET'
        ? [event.payload.callId]
        : [],
    ),
  );
}

/**
 * Whether collateral may leave an account as far as calls go (margin-model.md g.5): none of its own is
 * open, and the house account keeps its surplus for the member's clients while any of them has one
 * (settlement-and-collateral.md, "Books").
 * @param met calls that the same decision meets
 * @param toAccount the account of the member that it moves to: it may bring one what it was called for
 */
export function judgeCalls(
  house: HouseState,
  account: string,
  met: ReadonlySet<string> = new Set(),
  toAccount?: string,
): Judged<undefined> {
  const callsOf = (of: string) =>
    openCalls(house.marginCalls, of).filter(({ callId }) => !met.has(callId));
  const own = callsOf(account);
  if (own.some(({ status }) => status === 'OVERDUE'))
    return refuse(
      'ACCOUNT_RESTRICTED',
      'account',
      `${account} has an overdue margin call; pay it before anything goes out`,
    );
  const [first] = own;
  if (first) return refuseForCall(account, first.callId);
  const entry = referenceOf(house).accounts.get(account);
  if (entry?.account.type !== 'house') return ok(undefined);
  if (toAccount !== undefined && callsOf(toAccount).length > 0) return ok(undefined);
  for (const { id } of entry.member.accounts) {
    const other = `${entry.member.id}/${id}`;
    const [call] = callsOf(other);
    if (call) return refuseForCall(other, call.callId);
  }
  return ok(undefined);
}

const refuseForCall = (account: string, callId: string): Judged<never> =>
  refuse(
    'OPEN_CALL',
    'account',
    `margin call ${callId} of ${account} is open; pay it before anything goes out`,
  );
