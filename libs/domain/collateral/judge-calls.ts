import {
  accountOfHolder,
  bucketOfHolder,
  holderInWords,
  holderOf,
} from '#libs/domain/books/holder.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { ok } from '#libs/domain/kernel/result.js';
import { openCalls, openCallsOf } from '#libs/domain/margin-calls/margin-call-state.js';
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
 * Whether collateral may leave an account or a bucket as far as calls go (margin-model.md g.5): no call of
 * its own is open. A bucket keeps its collateral while the account itself is called, and an account while
 * any of its buckets is, since it serves them. The house account keeps its surplus for the member's
 * clients while any of them has one (settlement-and-collateral.md, "Books").
 * @param met calls that the same decision meets
 * @param to the holder of the member that it moves to: it may bring one what it was called for
 */
export function judgeCalls(
  house: HouseState,
  holder: string,
  met: ReadonlySet<string> = new Set(),
  to?: string,
): Judged<undefined> {
  const isOpen = ({ callId }: MarginCallContent): boolean => !met.has(callId);
  const callsOf = (account: string) => openCalls(house.marginCalls, account).filter(isOpen);
  const account = accountOfHolder(holder);
  const bucket = bucketOfHolder(holder);
  const staysIn = to !== undefined && accountOfHolder(to) === account;
  const isBrought = staysIn && openCallsOf(house.marginCalls, to).some(isOpen);
  const standing = callsOf(account).filter((call) =>
    isBrought ? call.bucket === bucket : bucket === undefined || (call.bucket ?? bucket) === bucket,
  );
  const overdue = standing.find(({ status }) => status === 'OVERDUE');
  if (overdue)
    return refuse(
      'ACCOUNT_RESTRICTED',
      'account',
      `${inWords(overdue)} has an overdue margin call; pay it before anything goes out`,
    );
  const [first] = standing;
  if (first) return refuseForCall(first);
  const entry = referenceOf(house).accounts.get(account);
  if (entry?.account.type !== 'house' || staysIn) return ok(undefined);
  if (to !== undefined && callsOf(accountOfHolder(to)).length > 0) return ok(undefined);
  for (const { id } of entry.member.accounts) {
    const other = `${entry.member.id}/${id}`;
    const [call] = other === account ? [] : callsOf(other);
    if (call) return refuseForCall(call);
  }
  return ok(undefined);
}

const inWords = ({ account, bucket }: MarginCallContent): string =>
  holderInWords(holderOf(account, bucket));

const refuseForCall = (call: MarginCallContent): Judged<never> =>
  refuse(
    'OPEN_CALL',
    'account',
    `margin call ${call.callId} of ${inWords(call)} is open; pay it before anything goes out`,
  );
