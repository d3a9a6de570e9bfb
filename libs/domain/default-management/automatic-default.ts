import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { declare } from './decide-declaration.js';
import { isInDefault, nextDefaultId } from './default-state.js';

/**
 * Where the call policy declares defaults by itself, a member whose overdue call has been escalated is in
 * default from here on (default-management.md, "Declaring"). One member at a time.
 */
export function decideAutomaticDefaults(house: HouseState): NewEvent[] {
  if (!house.reference?.data.marginCalls.declareDefaultAutomatically) return [];
  for (const { callId, member, status, bucket } of house.marginCalls.open.values()) {
    if (status !== 'OVERDUE' || bucket !== undefined || isInDefault(house, member)) continue;
    if (house.marginCalls.deadlines.get(callId)?.escalateMs !== undefined) continue;
    const defaultId = proposedFor(house, member) ?? nextDefaultId(house);
    const reason = `CALL_OVERDUE ${callId}`;
    return declare(house, { defaultId, member, reason, by: 'policy' });
  }
  return [];
}

/** An operator's proposal that waits for the second is overtaken by the policy. */
const proposedFor = ({ defaults }: HouseState, member: string): string | undefined =>
  [...defaults.cases.values()].find((each) => each.member === member && each.status === 'PROPOSED')
    ?.defaultId;
