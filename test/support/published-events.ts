import { CloudEventHeaderBuilder } from '#libs/contracts/cloud-events.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { ledgerMessage, noticeOf, type EventContext } from '#libs/publishing/messages-of-event.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';
import type { PublishedMessage } from '../auditor/published-message.js';

const PREFIX = 'ccp';

/** The messages that a publisher would make of events, in their order. */
export function publishedEvents(events: readonly RecordedEvent[]): PublishedMessage[] {
  const headers = new CloudEventHeaderBuilder('main');
  const context: EventContext = { ledgerId: 'main', topicPrefix: PREFIX, headers };
  return events.flatMap((event) => {
    const raw = { ...event, payloadText: JSON.stringify(event.payload), hash: '' };
    const notice = noticeOf(context, raw);
    return [ledgerMessage(context, raw), ...(notice ? [notice] : [])].map(asRead);
  });
}

const asRead = ({ topic, key, value, headers }: OutgoingMessage): PublishedMessage => ({
  topic: topic.slice(PREFIX.length + 1),
  key: key === null ? null : String(key),
  id: String(headers['ce_id']),
  text: String(value),
});
