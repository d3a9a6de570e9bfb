import type { EventType } from '#libs/domain/events/event-catalogue.js';
import { EVENT_CATALOGUE } from '../event-catalogue.js';
import { EVENT_PAYLOAD_SCHEMAS } from '../events/event-payload-schemas.js';
import { INSTANT_SCHEMA } from '../fields/field-schemas.js';
import { variantsDocument } from '../schema/class-schema.js';
import type { Direction } from './schema-documents.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { DEFINITIONS } from '../schema/variants.js';
import {
  topicAddress,
  TOPIC_PREFIX_DEFAULT,
  TOPICS_IN,
  TOPICS_OUT,
  type Topic,
} from '../topics.js';

const COMPONENTS = '#/components/schemas/';
const KAFKA_BINDING_VERSION = '0.5.0';

const CLOUD_EVENT_HEADERS: JsonSchema = {
  type: 'object',
  description: 'CloudEvents 1.0 in Kafka binary mode.',
  required: ['ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_specversion', 'content-type'],
  properties: {
    ce_id: { type: 'string', description: 'Stable across re-sends: de-duplicate on it.' },
    ce_source: { type: 'string', description: 'Such as /ccp/main.' },
    ce_type: { type: 'string', description: 'Such as ccp.trade-status.v1.' },
    ce_time: INSTANT_SCHEMA,
    ce_specversion: { type: 'string', enum: ['1.0'] },
    'content-type': { type: 'string', enum: ['application/json'] },
  },
};

const MEMBER_PARAMETER = { member: { description: 'The id of the member.' } };

/** A message that can be on a channel. */
interface ChannelMessage {
  readonly name: string;
  readonly summary: string;
  readonly payload: JsonSchema;
}

/** The AsyncAPI 3 document over all topics, written from the same definitions as the schemas. */
export function asyncApiDocument(): object {
  const sides = [
    ...Object.entries(TOPICS_IN).map(([name, topic]) => channelParts(name, topic, 'in')),
    ...Object.entries(TOPICS_OUT).map(([name, topic]) => channelParts(name, topic, 'out')),
  ];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Clearing house',
      version: '1.0.0',
      description:
        'Topics of the clearing house. Their prefix is configurable. Decimals are strings, times ' +
        'are ISO 8601 in UTC with milliseconds; unknown fields are ignored and may be added.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(sides.map(({ id, channel }) => [id, channel])),
    operations: Object.fromEntries(
      sides.map(({ operationId, operation }) => [operationId, operation]),
    ),
    components: { schemas: componentSchemas() },
  };
}

function channelParts(name: string, topic: Topic, direction: Direction) {
  const id = camelCase(name);
  const verb = direction === 'in' ? 'receive' : 'send';
  return {
    id,
    operationId: `${verb}${id.charAt(0).toUpperCase()}${id.slice(1)}`,
    channel: {
      address: topicAddress(TOPIC_PREFIX_DEFAULT, name, topic),
      description: topic.description,
      messages: channelMessages(name, topic, direction),
      ...(topic.isPerMember ? { parameters: MEMBER_PARAMETER } : {}),
      ...(topic.isCompacted ? { bindings: { kafka: compacted() } } : {}),
    },
    operation: {
      action: verb,
      channel: { $ref: `#/channels/${id}` },
      summary: topic.description,
    },
  };
}

function compacted(): object {
  const topicConfiguration = { 'cleanup.policy': ['compact'] };
  return { topicConfiguration, bindingVersion: KAFKA_BINDING_VERSION };
}

function channelMessages(name: string, topic: Topic, direction: Direction): object {
  const messages = name === 'ledger' ? eventMessages() : classMessages(topic);
  const key = { type: 'string', description: topic.key };
  return Object.fromEntries(
    messages.map(({ name: messageName, summary, payload }) => [
      messageName,
      {
        name: messageName,
        summary,
        ...(direction === 'out' ? { headers: { $ref: `${COMPONENTS}CloudEventHeaders` } } : {}),
        payload,
        bindings: { kafka: { key, bindingVersion: KAFKA_BINDING_VERSION } },
      },
    ]),
  );
}

function classMessages({ messages }: Topic): ChannelMessage[] {
  const definitions = variantsDocument(messages).definitions ?? {};
  return messages.classes.map(({ name }) => ({
    name,
    summary: definitions[name]?.description ?? '',
    payload: { $ref: `${COMPONENTS}${name}` },
  }));
}

/** On `ccp.ledger` each event type is a message of its own: the envelope with its payload. */
function eventMessages(): ChannelMessage[] {
  return (Object.keys(EVENT_CATALOGUE) as EventType[]).map((type) => ({
    name: type,
    summary: EVENT_CATALOGUE[type].description,
    payload: {
      allOf: [
        { $ref: `${COMPONENTS}LedgerEventMessage` },
        {
          type: 'object',
          properties: {
            type: { type: 'string', enum: [type] },
            payload: { $ref: `${COMPONENTS}${type}Payload` },
          },
        },
      ],
    },
  }));
}

function componentSchemas(): Record<string, JsonSchema> {
  const ofClasses = [
    ...Object.values(TOPICS_IN).map(({ messages }) => variantsDocument(messages)),
    ...Object.values(TOPICS_OUT).map(({ messages }) => variantsDocument(messages)),
  ].map(({ definitions }) => definitions ?? {});
  const ofEvents = Object.entries(EVENT_PAYLOAD_SCHEMAS).map(([type, schema]) => [
    `${type}Payload`,
    schema,
  ]);
  const all: Record<string, JsonSchema> = {
    CloudEventHeaders: CLOUD_EVENT_HEADERS,
    ...Object.assign({}, ...ofClasses),
    ...Object.fromEntries(ofEvents),
  };
  return JSON.parse(
    JSON.stringify(all).replaceAll(`"${DEFINITIONS}`, `"${COMPONENTS}`),
  ) as typeof all;
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
