import type { AnswerRepeated } from '#libs/domain/events/trade-events.js';
import type { DatabasePool, LedgerReader, RawEvent } from '#libs/ledger/index.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import type { Sender } from '#libs/messaging/sender.js';
import { memberMessages, requirementCopies } from './member-messages.js';
import { MemberRegister, type OpenMemberTopics } from './member-register.js';
import { ledgerMessage, noticeOf, type EventContext } from './messages-of-event.js';
import { PublishingLane, type Checkpoint, type MessagesOf } from './publishing-lane.js';
import { quarantineMessage } from './quarantine-messages.js';
import { changedRequirements } from './requirement-messages.js';

/** The senders of a ledger's lanes: each has a transactional id of its own. */
export interface LaneSenders {
  readonly ledger: Sender;
  readonly answers: Sender;
  readonly members: Sender;
}

/** What the lanes of a ledger are made of. */
export interface LaneParts {
  readonly pool: DatabasePool;
  readonly reader: LedgerReader;
  readonly context: EventContext;
  readonly senders: LaneSenders;
  readonly openMemberTopics: OpenMemberTopics;
}

/** Of a lane that has no requirements on it: what goes by requirements never waits for it. */
const NO_REQUIREMENTS = Number.MAX_SAFE_INTEGER;

/**
 * The lanes of a ledger: `ccp.ledger`; everything that answers or notifies somebody; and members' own topics,
 * so that whoever reads the others does not wait for the copies.
 */
export function lanesOfLedger(parts: LaneParts, from: Checkpoint): PublishingLane[] {
  const { pool, reader, context, senders } = parts;
  const register = new MemberRegister(pool, context.ledgerId, parts.openMemberTopics);
  const events: MessagesOf = (page) =>
    Promise.resolve({
      messages: page.map((event) => ledgerMessage(context, event)),
      evaluationSeq: NO_REQUIREMENTS,
    });
  const answers: MessagesOf = async (page, after) => {
    const notices = await noticesOf(pool, reader, context, page);
    const { messages, evaluationSeq } = await changedRequirements(pool, context, after);
    return { messages: [...notices, ...messages], evaluationSeq };
  };
  const ofMembers: MessagesOf = async (page, after) => {
    await register.startAt((page[0]?.position ?? from.position + 1) - 1);
    const own = await memberMessages(context, reader, register, page);
    const { messages, evaluationSeq } = await changedRequirements(pool, context, after);
    return { messages: [...own, ...requirementCopies(context, register, messages)], evaluationSeq };
  };
  return [
    new PublishingLane(reader, senders.ledger, events, {
      ...from,
      evaluationSeq: NO_REQUIREMENTS,
    }),
    new PublishingLane(reader, senders.answers, answers, from),
    new PublishingLane(reader, senders.members, ofMembers, from),
  ];
}

async function noticesOf(
  pool: DatabasePool,
  reader: LedgerReader,
  context: EventContext,
  events: readonly RawEvent[],
): Promise<OutgoingMessage[]> {
  const notices: OutgoingMessage[] = [];
  for (const event of events) {
    const notice =
      noticeOf(context, event) ??
      (await quarantineMessage(pool, context, event)) ??
      (await firstAnswer(reader, context, event));
    if (notice) notices.push(notice);
  }
  return notices;
}

/** The answer that was given first, under its first `ce_id`. */
async function firstAnswer(
  reader: LedgerReader,
  context: EventContext,
  event: RawEvent,
): Promise<OutgoingMessage | undefined> {
  if (event.type !== 'AnswerRepeated') return undefined;
  const { position } = JSON.parse(event.payloadText) as AnswerRepeated;
  const [first] = await reader.at([position]);
  return first && noticeOf(context, first);
}
