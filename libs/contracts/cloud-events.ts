import type { EventType } from '#libs/domain/events/event-catalogue.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { EVENT_CATALOGUE } from './event-catalogue.js';
import { cloudEventType, TOPICS_OUT, type TopicOut } from './topics.js';

/** CloudEvents 1.0 in Kafka's binary mode: the attributes are headers, the data is the value. */
export interface CloudEventHeaders {
  readonly ce_id: string;
  readonly ce_source: Buffer;
  readonly ce_type: Buffer;
  readonly ce_time: Buffer;
  readonly ce_specversion: Buffer;
  readonly 'content-type': Buffer;
  /** kafkajs takes headers as an open record. */
  readonly [name: string]: Buffer | string;
}

const SPECVERSION = Buffer.from('1.0');
const CONTENT_TYPE = Buffer.from('application/json');
const TYPE_BY_TOPIC = new Map(
  Object.keys(TOPICS_OUT).map((topic) => [topic, Buffer.from(cloudEventType(topic as TopicOut))]),
);
const TYPE_BY_EVENT = new Map(
  Object.entries(EVENT_CATALOGUE).map(([type, { schemaVersion }]) => [
    type,
    Buffer.from(ledgerEventCloudEventType(type as EventType, schemaVersion)),
  ]),
);

/** The `ce_type` of an event on `ccp.ledger`, such as `ccp.ledger.TradeNovated.v1`. */
export function ledgerEventCloudEventType(type: EventType, schemaVersion: number): string {
  return `ccp.ledger.${type}.v${schemaVersion}`;
}

/** `ce_id` on `ccp.ledger`. Stable across re-sends, as every id here: consumers de-duplicate on it. */
export function ledgerEventId(ledger: string, position: number): string {
  return `${ledger}:${position}`;
}

/** `ce_id` elsewhere; `index` tells apart the messages of one event and is fixed by the event. */
export function messageId(ledger: string, position: number, index: number): string {
  return `${ledger}:${position}:${index}`;
}

/** `ce_id` of the requirement of an account as of a position. */
export function requirementId(ledger: string, position: number, account: string): string {
  return `${ledger}:${position}:${account}`;
}

/**
 * Builds the headers of one ledger's messages. What repeats is encoded once: the constants at
 * start, the time once per millisecond, of which a batch has few.
 */
export class CloudEventHeaderBuilder {
  private readonly source: Buffer;
  private timeMs: number | undefined;
  private time: Buffer = Buffer.alloc(0);

  constructor(ledger: string) {
    this.source = Buffer.from(`/ccp/${ledger}`);
  }

  /** Headers of a message on any topic but `ccp.ledger`. `recordedAtMs` is the event's. */
  forMessage(
    topic: Exclude<TopicOut, 'ledger'>,
    id: string,
    recordedAtMs: number,
  ): CloudEventHeaders {
    return this.build(TYPE_BY_TOPIC.get(topic), id, recordedAtMs);
  }

  /** Headers of an event on `ccp.ledger`. */
  forLedgerEvent(
    type: EventType,
    schemaVersion: number,
    id: string,
    recordedAtMs: number,
  ): CloudEventHeaders {
    const isCurrent = EVENT_CATALOGUE[type].schemaVersion === schemaVersion;
    const known = isCurrent ? TYPE_BY_EVENT.get(type) : undefined;
    const ceType = known ?? Buffer.from(ledgerEventCloudEventType(type, schemaVersion));
    return this.build(ceType, id, recordedAtMs);
  }

  private build(type: Buffer | undefined, id: string, recordedAtMs: number): CloudEventHeaders {
    if (type === undefined) throw new RangeError('messages of an unknown topic have no type');
    if (recordedAtMs !== this.timeMs) {
      this.time = Buffer.from(formatInstant(recordedAtMs));
      this.timeMs = recordedAtMs;
    }
    return {
      ce_id: id,
      ce_source: this.source,
      ce_type: type,
      ce_time: this.time,
      ce_specversion: SPECVERSION,
      'content-type': CONTENT_TYPE,
    };
  }
}
