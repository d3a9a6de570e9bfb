import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { DAY_MS, MINUTE_MS, utcDate } from '#libs/domain/kernel/instant.js';
import { outstandingMinor } from '#libs/domain/margin-calls/call-needs.js';
import { memberCall } from '#libs/domain/margin-calls/member-call.js';
import type { Member } from '#libs/domain/reference-data/model.js';
import { businessDateOf, isBusinessDay } from '#libs/domain/settlement/calendar.js';
import { fundMembers } from './fund-members.js';
import { missingContribution } from './required-contribution.js';

/** Business days in which a contribution is to be filled up (margin-model.md h.5, "Replenishment"). */
const DUE_BUSINESS_DAYS = 5;
/** No calendar is closed for longer. */
const LOOK_AHEAD_DAYS = 60;

/**
 * Calls members for what their contributions to the default fund are short of, beyond what open calls ask
 * for already (contract, reason `DEFAULT_FUND`), due in five business days. None while a default is open:
 * closing it calls for what it used.
 */
export function decideFundCalls(house: HouseState): NewEvent[] {
  const { defaultFund, ledgerTimeMs } = house;
  if (!defaultFund.callsDue || ledgerTimeMs === undefined) return [];
  const minutes = minutesToPay(house);
  return shortMembers(house).map(({ member, missingMinor }, i) =>
    memberCall(house, member.id, missingMinor, 'DEFAULT_FUND', i, minutes),
  );
}

/** Whether somebody is short of a contribution that nobody has called for. */
export const isFundCallDue = (house: HouseState): boolean => shortMembers(house).length > 0;

/** A member that is to be called. */
export interface ShortMember {
  readonly member: Member;
  /** Above 0, in minor units of the base currency. */
  readonly missingMinor: bigint;
}

/** Whether a default is open, so that its closing calls for contributions and nothing else does. */
export const isDefaultOpen = ({ defaults }: HouseState): boolean =>
  [...defaults.cases.values()].some(({ status }) => status === 'DECLARED');

/** Members whose contribution is short beyond what open calls ask for, by id; none while a default is open. */
export function shortMembers(house: HouseState): ShortMember[] {
  if (isDefaultOpen(house)) return [];
  const called = calledContributions(house);
  return fundMembers(house).flatMap((member) => {
    // A call is in the name of an account; a member without any takes no part in anything yet.
    if (member.accounts.length === 0) return [];
    const missingMinor = missingContribution(house, member) - (called.get(member.id) ?? 0n);
    return missingMinor > 0n ? [{ member, missingMinor }] : [];
  });
}

/** What open calls for contributions ask members for, in minor units. */
export function calledContributions(house: HouseState): ReadonlyMap<string, bigint> {
  const called = new Map<string, bigint>();
  for (const call of house.marginCalls.open.values())
    if (call.reason === 'DEFAULT_FUND')
      called.set(call.member, (called.get(call.member) ?? 0n) + outstandingMinor(house, call));
  return called;
}

/**
 * In how many minutes a contribution is to be filled up: from now to the same time of day five business days
 * later; without a calendar five days.
 */
export function minutesToPay({ reference, ledgerTimeMs: nowMs = 0 }: HouseState): number {
  const calendar = reference?.data.calendar;
  if (!calendar) return (DUE_BUSINESS_DAYS * DAY_MS) / MINUTE_MS;
  const today = Date.parse(`${businessDateOf(calendar, nowMs)}T00:00:00.000Z`);
  let [days, open] = [0, 0];
  while (open < DUE_BUSINESS_DAYS && days < LOOK_AHEAD_DAYS) {
    days += 1;
    if (isBusinessDay(calendar, utcDate(today + days * DAY_MS))) open += 1;
  }
  return (days * DAY_MS) / MINUTE_MS;
}
