import type { HouseState } from '#libs/domain/house/house-state.js';
import { refused, type CommandOutcome } from './command-outcome.js';

/** An operator takes back a call, with a reason that stays on record. */
export function decideCancelCall(
  house: HouseState,
  { callId, reason }: { readonly callId: string; readonly reason: string },
  by: string,
): CommandOutcome {
  const call = house.marginCalls.open.get(callId);
  if (!call)
    return refused({
      code: 'UNKNOWN_CALL',
      reason: `${callId} is not an open call; only those can be cancelled`,
    });
  const payload = { ...call, status: 'CANCELLED' as const, reason, by };
  return {
    outcome: 'DONE',
    result: { callId, status: 'CANCELLED', position: house.position + 1 },
    events: [{ type: 'MarginCallCancelled', streamId: `account/${call.account}`, payload }],
  };
}
