import { messageId } from '#libs/contracts/cloud-events.js';
import type {
  MessageQuarantined,
  QuarantineReleased,
} from '#libs/domain/events/event-catalogue.js';
import type { Queryable, RawEvent } from '#libs/ledger/index.js';
import { topicName } from '#libs/messaging/topics.js';
import type { EventContext } from './messages-of-event.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';

/** A copy stays well below the megabyte that brokers take, also in base64. */
const COPIED_BYTES_MAX = 256 * 1024;

interface Kept {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: string;
}

/** The copy of a quarantined message on `ccp.quarantine`, or the message itself when it is sent again. */
export async function quarantineMessage(
  database: Queryable,
  context: EventContext,
  event: RawEvent,
): Promise<OutgoingMessage | undefined> {
  const { ledgerId, topicPrefix, headers } = context;
  if (event.type === 'MessageQuarantined') {
    const quarantined = JSON.parse(event.payloadText) as MessageQuarantined;
    const kept = await readKept(database, ledgerId, event.position);
    const value = {
      ...quarantined,
      position: event.position,
      headers: JSON.parse(kept?.headers ?? '{}') as unknown,
      key: kept?.key?.toString('base64') ?? null,
      // A value that would make the copy too large for the broker is in Postgres and over HTTP alone.
      ...(kept?.value && kept.value.length > COPIED_BYTES_MAX
        ? { valueBytes: kept.value.length }
        : { value: kept?.value?.toString('base64') ?? null }),
    };
    return {
      topic: topicName(topicPrefix, 'quarantine'),
      key: quarantined.topic,
      value: JSON.stringify(value),
      headers: headers.forMessage(
        'quarantine',
        messageId(ledgerId, event.position, 1),
        event.recordedAtMs,
      ),
    };
  }
  if (event.type !== 'QuarantineReleased') return undefined;
  const released = JSON.parse(event.payloadText) as QuarantineReleased;
  if (released.action !== 'RESENT') return undefined;
  const kept = await readKept(database, ledgerId, released.quarantined);
  if (!kept) return undefined;
  const sent = JSON.parse(kept.headers) as Record<string, string>;
  return { topic: released.topic, key: kept.key, value: kept.value, headers: sent };
}

async function readKept(
  database: Queryable,
  ledgerId: string,
  position: number,
): Promise<Kept | undefined> {
  const { rows } = await database.query<Kept>(
    'SELECT key, value, headers FROM quarantine WHERE ledger_id = $1 AND position = $2',
    [ledgerId, position],
  );
  return rows[0];
}
