import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant, MINUTE_MS } from '#libs/domain/kernel/instant.js';
import type { MarginCallState } from './margin-call-state.js';
import { isOfMember, type MemberCallReason } from './call-reason.js';
import { outstandingMinor } from './call-needs.js';

/** The open calls of a member itself, the oldest first. */
export function memberCalls(state: MarginCallState, member: string): MarginCallContent[] {
  return [...state.open.values()].filter(
    (call) => call.member === member && isOfMember(call.reason),
  );
}

/**
 * Calls a member for its share in a default or for its contribution: in the base currency, under the name
 * of its first house account, and paid by a deposit to the default fund. It does not hang on margin, so
 * nothing but that payment ends it.
 * @param amountMinor positive, in minor units of the base currency
 * @param alreadyIssued calls of the same decision, so that ids do not repeat
 * @param dueMinutes until it is due; as margin calls where left out
 */
export function memberCall(
  house: HouseState,
  member: string,
  amountMinor: bigint,
  reason: MemberCallReason,
  alreadyIssued: number,
  dueMinutes?: number,
): NewEvent {
  const { data, baseCurrency, baseScale, members } = referenceOf(house);
  const accounts = members.get(member)?.accounts ?? [];
  const id = (accounts.find(({ type }) => type === 'house') ?? accounts[0])?.id ?? '';
  const nowMs = house.ledgerTimeMs ?? 0;
  const amount = formatUnits(amountMinor, baseScale);
  const zero = formatUnits(0n, baseScale);
  const n = house.marginCalls.issued + alreadyIssued + 1;
  const payload: MarginCallContent = {
    callId: `${house.ledgerId}-${String(n).padStart(6, '0')}`,
    account: `${member}/${id}`,
    member,
    status: 'ISSUED',
    currency: baseCurrency,
    amount,
    outstanding: amount,
    requirement: zero,
    unsettled: zero,
    collateralValue: zero,
    reason,
    issuedAt: formatInstant(nowMs),
    dueAt: formatInstant(nowMs + (dueMinutes ?? data.marginCalls.dueMinutes) * MINUTE_MS),
    position: house.position,
  };
  return { type: 'MarginCallIssued', streamId: `account/${payload.account}`, payload };
}

/** What a payment of a member does to its open calls, the oldest first. */
export interface MemberPayment {
  readonly events: readonly NewEvent[];
  /** What of it was for assessments. */
  readonly assessedMinor: bigint;
}

/**
 * Pays open calls of a member, the oldest first.
 * @param amountMinor of the base currency
 * @param instructionId what paid
 * @param reason only calls of this reason; of both where left out
 */
export function payMemberCalls(
  house: HouseState,
  member: string,
  amountMinor: bigint,
  instructionId: string,
  reason?: MemberCallReason,
): MemberPayment {
  const { baseScale } = referenceOf(house);
  const events: NewEvent[] = [];
  let left = amountMinor;
  let assessedMinor = 0n;
  for (const call of memberCalls(house.marginCalls, member)) {
    if (reason !== undefined && call.reason !== reason) continue;
    const due = outstandingMinor(house, call);
    const paid = left < due ? left : due;
    if (paid <= 0n) continue;
    left -= paid;
    if (call.reason === 'ASSESSMENT') assessedMinor += paid;
    const partly = call.status === 'OVERDUE' ? 'OVERDUE' : 'PARTIALLY_MET';
    events.push({
      type: 'MarginCallPaid',
      streamId: `account/${call.account}`,
      payload: {
        ...call,
        status: paid === due ? 'MET' : partly,
        outstanding: formatUnits(due - paid, baseScale),
        paid: formatUnits(paid, baseScale),
        instructionId,
      },
    });
  }
  return { events, assessedMinor };
}
