import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { SideWithdrawal } from '#libs/domain/inputs/inputs.js';
import { rejectMemberMessage } from './reject-member-message.js';
import { sideContent } from './side-content.js';
import { identityOfSide, sideKey, sideStream } from './side-identity.js';

/**
 * A member takes its pending side back. One that it took back before gets the same answer again; one that
 * ended otherwise, or that nobody knows, is told so.
 */
export function decideSideWithdrawal(
  { matching }: HouseState,
  withdrawal: SideWithdrawal,
): NewEvent {
  const { type, sideId, member } = withdrawal;
  const identity = sideKey(withdrawal);
  const side = matching.pending.get(identity);
  const streamId = sideStream(withdrawal);
  if (side) return { type: 'SideWithdrawn', streamId, payload: sideContent(side) };
  const ended = matching.ended.get(identity);
  if (ended?.status === 'WITHDRAWN')
    return {
      type: 'AnswerRepeated',
      streamId,
      payload: { identity, position: ended.position },
    };
  const refusal = ended
    ? {
        code: 'SIDE_NOT_PENDING',
        reason: `${sideId} is not pending any more: it is ${ended.status} since ledger position ${ended.position}`,
      }
    : {
        code: 'UNKNOWN_SIDE',
        reason: `${member} has no pending side ${sideId}; correct the id, or look for its last answer`,
      };
  return rejectMemberMessage(identityOfSide(withdrawal), { ...refusal, field: 'sideId' }, type);
}
