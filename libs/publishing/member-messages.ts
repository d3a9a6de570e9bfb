import type { AnswerRepeated } from '#libs/domain/events/trade-events.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { LedgerReader, RawEvent } from '#libs/ledger/index.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import { memberTopicName } from '#libs/messaging/topics.js';
import { memberAnswerMessages, type OutgoingMember } from './member-answers.js';
import type { MemberRegister } from './member-register.js';
import { membersConcerned } from './members-concerned.js';
import { noticeOf, payloadOf, type EventContext } from './messages-of-event.js';

/**
 * What members read of a page of events on their own topics, in the order of the ledger: copies of what
 * concerns them, with the same ids, and the answers that are theirs alone.
 */
export async function memberMessages(
  context: EventContext,
  reader: LedgerReader,
  register: MemberRegister,
  page: readonly RawEvent[],
): Promise<OutgoingMessage[]> {
  const messages: OutgoingMessage[] = [];
  for (const event of page) {
    await register.follow(event);
    const found =
      event.type === 'AnswerRepeated'
        ? await repeated(context, reader, register, event)
        : messagesOf(context, register, event);
    for (const { member, message } of found) if (register.has(member)) messages.push(message);
  }
  return messages;
}

function messagesOf(
  context: EventContext,
  register: MemberRegister,
  event: RawEvent,
): OutgoingMember[] {
  const concerned = membersConcerned(event);
  const answers = memberAnswerMessages(context, event);
  const notice = concerned.length === 0 ? undefined : noticeOf(context, event);
  if (!notice) return answers;
  const members = concerned === 'everyone' ? [...register.all] : concerned;
  const copies = members.map((member) => withOwnLimit(event, copyFor(context, member, notice)));
  return [...copies, ...answers];
}

function copyFor(
  { topicPrefix }: EventContext,
  member: string,
  message: OutgoingMessage,
): OutgoingMember {
  const topic = memberTopicName(topicPrefix, 'member', member);
  return { member, message: { ...message, topic } };
}

/** The figures of a limit that refused a trade go to whose limit it is, and to nobody else. */
function withOwnLimit(event: RawEvent, copy: OutgoingMember): OutgoingMember {
  if (event.type !== 'TradeRejected') return copy;
  const { limit } = payloadOf(event, 'TradeRejected');
  const [holder] = limit?.holder.split('/') ?? [];
  if (holder !== copy.member) return copy;
  const value = { ...(JSON.parse(String(copy.message.value)) as object), limit };
  return { ...copy, message: { ...copy.message, value: JSON.stringify(value) } };
}

/** Requirements as their members read them. */
export function requirementCopies(
  context: EventContext,
  register: MemberRegister,
  requirements: readonly OutgoingMessage[],
): OutgoingMessage[] {
  return requirements.flatMap((message) => {
    const member = memberOf(String(message.key));
    return register.has(member) ? [copyFor(context, member, message).message] : [];
  });
}

const OF_MEMBER = /^(?:side|member-instruction)\/([^/]+)\/([^/]+)$/;

/** The answer that was given before, under its first id: to whoever asked again, where a member did. */
async function repeated(
  context: EventContext,
  reader: LedgerReader,
  register: MemberRegister,
  event: RawEvent,
): Promise<OutgoingMember[]> {
  const { identity, position } = JSON.parse(event.payloadText) as AnswerRepeated;
  const [first] = await reader.at([position]);
  if (!first) return [];
  const [, asking, id] = OF_MEMBER.exec(identity) ?? [];
  if (asking === undefined) return messagesOf(context, register, first);
  return memberAnswerMessages(context, first).filter(
    ({ member, message }) => member === asking && message.key === id,
  );
}
