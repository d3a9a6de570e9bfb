import type { AnswerRepeated } from '#libs/domain/events/trade-events.js';
import type { DatabasePool, LedgerReader, RawEvent } from '#libs/ledger/index.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import type { Sender } from '#libs/messaging/sender.js';
import { ledgerMessage, noticeOf, type EventContext } from './messages-of-event.js';
import { PublishingLane, type Checkpoint, type MessagesOf } from './publishing-lane.js';
import { quarantineMessage } from './quarantine-messages.js';
import { changedRequirements } from './requirement-messages.js';

/** The senders of a ledger's lanes: each has a transactional id of its own. */
export interface LaneSenders {
  readonly ledger: Sender;
  readonly answers: Sender;
}

/** The two lanes of a ledger: `ccp.ledger`, and everything that answers or notifies somebody. */
export function lanesOfLedger(
  pool: DatabasePool,
  reader: LedgerReader,
  context: EventContext,
  senders: LaneSenders,
  from: Checkpoint,
): PublishingLane[] {
  const events: MessagesOf = (page, evaluationSeq) =>
    Promise.resolve({
      messages: page.map((event) => ledgerMessage(context, event)),
      evaluationSeq,
    });
  const answers: MessagesOf = async (page, after) => {
    const notices = await noticesOf(pool, reader, context, page);
    const { messages, evaluationSeq } = await changedRequirements(pool, context, after);
    return { messages: [...notices, ...messages], evaluationSeq };
  };
  return [
    new PublishingLane(reader, senders.ledger, events, from),
    new PublishingLane(reader, senders.answers, answers, from),
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
