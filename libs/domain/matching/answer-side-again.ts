import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { SideSubmission } from '#libs/domain/inputs/inputs.js';
import { rejectMemberMessage } from './reject-member-message.js';
import { sideFingerprint } from './side-fingerprint.js';
import { identityOfSide, sideKey, sideStream } from './side-identity.js';

/** A side that was taken under the same identity before. */
export interface SubmittedBefore {
  readonly position: number;
  /** {@link sideFingerprint} of its content. */
  readonly fingerprint: string;
}

/**
 * The same side again gets the last answer again, and changes nothing: how it ended, or that it is pending.
 * Other content under its identity is a conflict.
 */
export function answerSideAgain(
  { matching }: HouseState,
  side: SideSubmission,
  before: SubmittedBefore,
): NewEvent {
  const identity = sideKey(side);
  if (sideFingerprint(side) === before.fingerprint)
    return {
      type: 'AnswerRepeated',
      streamId: sideStream(side),
      payload: { identity, position: matching.ended.get(identity)?.position ?? before.position },
    };
  return rejectMemberMessage(
    identityOfSide(side),
    {
      code: 'CONFLICTING_DUPLICATE',
      field: 'sideId',
      reason: `${side.sideId} of ${side.member} was sent with other content before (ledger position ${before.position}); send a new side under a new id`,
    },
    side.type,
  );
}
