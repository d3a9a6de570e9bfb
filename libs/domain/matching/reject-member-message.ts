import type { LimitFigures } from '#libs/domain/events/trade-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { MemberMessageIdentity, Misshapen } from '#libs/domain/inputs/inputs.js';

/** Events about what a member sends keep their order among each other. */
export const memberStream = (member: string): string => `member/${member}`;

/** A message of a member's own topic is refused: its sender alone is told. */
export function rejectMemberMessage(
  { member, idField, id }: MemberMessageIdentity,
  refusal: {
    readonly code: string;
    readonly field?: string;
    readonly reason: string;
    readonly limit?: LimitFigures;
  },
  messageType?: string,
): NewEvent {
  const { code, field, reason, limit } = refusal;
  return {
    type: 'MemberMessageRejected',
    streamId: memberStream(member),
    payload: {
      member,
      [idField]: id,
      ...(messageType === undefined ? {} : { messageType }),
      code,
      ...(field === undefined ? {} : { field }),
      reason,
      ...(limit === undefined ? {} : { limit }),
    },
  };
}

/** A message with an identity whose shape is wrong. */
export const rejectMisshapenMemberMessage = ({
  identity,
  known,
  refusal,
}: Misshapen<MemberMessageIdentity>): NewEvent =>
  rejectMemberMessage(identity, refusal, known['type']);
