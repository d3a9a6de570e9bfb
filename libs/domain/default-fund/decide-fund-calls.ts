import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { DAY_MS, MINUTE_MS, utcDate } from '#libs/domain/kernel/instant.js';
import { outstandingMinor } from '#libs/domain/margin-calls/call-needs.js';
import { memberCall, memberCalls } from '#libs/domain/margin-calls/member-call.js';
import type { Calendar, Member } from '#libs/domain/reference-data/model.js';
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
  const minutes = minutesToPay(house.reference?.data.calendar, ledgerTimeMs);
  return shortMembers(house).map(({ member, missingMinor }, i) =>
    memberCall(house, member.id, missingMinor, 'DEFAULT_FUND', i, minutes),
  );
}

/** Whether somebody is short of a contribution that nobody has called for. */
export const isFundCallDue = (house: HouseState): boolean => shortMembers(house).length > 0;

interface ShortMember {
  readonly member: Member;
  /** Above 0, in minor units of the base currency. */
  readonly missingMinor: bigint;
}

function shortMembers(house: HouseState): ShortMember[] {
  const isOpen = [...house.defaults.cases.values()].some(({ status }) => status === 'DECLARED');
  if (isOpen) return [];
  return fundMembers(house).flatMap((member) => {
    // A call is in the name of an account; a member without any takes no part in anything yet.
    if (member.accounts.length === 0) return [];
    let missingMinor = missingContribution(house, member);
    for (const call of memberCalls(house.marginCalls, member.id))
      if (call.reason === 'DEFAULT_FUND') missingMinor -= outstandingMinor(house, call);
    return missingMinor > 0n ? [{ member, missingMinor }] : [];
  });
}

/** From now to the same time of day five business days later; without a calendar five days. */
function minutesToPay(calendar: Calendar | undefined, nowMs: number): number {
  if (!calendar) return (DUE_BUSINESS_DAYS * DAY_MS) / MINUTE_MS;
  const today = Date.parse(`${businessDateOf(calendar, nowMs)}T00:00:00.000Z`);
  let [days, open] = [0, 0];
  while (open < DUE_BUSINESS_DAYS && days < LOOK_AHEAD_DAYS) {
    days += 1;
    if (isBusinessDay(calendar, utcDate(today + days * DAY_MS))) open += 1;
  }
  return (days * DAY_MS) / MINUTE_MS;
}
