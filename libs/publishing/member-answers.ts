import { messageId } from '#libs/contracts/cloud-events.js';
import type { RawEvent } from '#libs/ledger/index.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import { memberTopicName } from '#libs/messaging/topics.js';
import type { MemberAnswer } from './member-answer.js';
import { payloadOf, type EventContext } from './messages-of-event.js';
import {
  endedSide,
  mismatchedSides,
  novatedSides,
  refusedSide,
  submittedSide,
} from './side-messages.js';
import { closedOffer, offeredLots, transferredLots } from './transfer-messages.js';

/**
 * The first number of an answer among the messages of its event: what goes out on topics of the house has
 * those before it. The order of an event's answers is for ever, since their ids hang on it.
 */
const FIRST_ANSWER = 2;

/** What the members concerned are told of an event beside copies of what others may read. */
export function memberAnswersOf(event: RawEvent): MemberAnswer[] {
  switch (event.type) {
    case 'SideSubmitted':
      return submittedSide(payloadOf(event, 'SideSubmitted'));
    case 'SidesMismatched':
      return mismatchedSides(payloadOf(event, 'SidesMismatched'));
    case 'SideWithdrawn':
      return endedSide(payloadOf(event, 'SideWithdrawn'), 'WITHDRAWN');
    case 'SideExpired':
      return endedSide(payloadOf(event, 'SideExpired'), 'EXPIRED');
    case 'SideRefused':
      return refusedSide(payloadOf(event, 'SideRefused'));
    case 'ExerciseInstructed': {
      const instructed = payloadOf(event, 'ExerciseInstructed');
      const { member, instructionId: key } = instructed;
      return [{ member, key, value: { ...instructed, type: 'EXERCISE', status: 'ACCEPTED' } }];
    }
    case 'TradeNovated':
      // Most trades come from venues: their text is not read for this.
      return event.payloadText.includes('SideId"')
        ? novatedSides(payloadOf(event, 'TradeNovated'))
        : [];
    case 'TransferOffered':
      return offeredLots(payloadOf(event, 'TransferOffered'));
    case 'OfferClosed':
      return closedOffer(payloadOf(event, 'OfferClosed'));
    case 'LotsTransferred':
      return transferredLots(payloadOf(event, 'LotsTransferred'));
    case 'MemberMessageRejected': {
      const { messageType: type, limit, ...rejected } = payloadOf(event, 'MemberMessageRejected');
      const { member } = rejected;
      const key = rejected.sideId ?? rejected.instructionId ?? '';
      // Another member's limit may stand against lots that are offered to it: its figures are for it alone.
      const own = limit?.holder.split('/')[0] === member ? { limit } : {};
      return [{ member, key, value: { ...rejected, ...own, type, status: 'REJECTED' } }];
    }
    default:
      return [];
  }
}

/** The same as messages, each on its member's own topic. */
export function memberAnswerMessages(context: EventContext, event: RawEvent): OutgoingMember[] {
  const { ledgerId, topicPrefix, headers } = context;
  const { position, recordedAtMs } = event;
  return memberAnswersOf(event).map(({ member, key, value }, i) => ({
    member,
    message: {
      topic: memberTopicName(topicPrefix, 'member', member),
      key,
      value: JSON.stringify({ ...value, ledger: ledgerId, position }),
      headers: headers.forMessage(
        'member',
        messageId(ledgerId, position, FIRST_ANSWER + i),
        recordedAtMs,
      ),
    },
  }));
}

/** A message with the member on whose topic it goes. */
export interface OutgoingMember {
  readonly member: string;
  readonly message: OutgoingMessage;
}
