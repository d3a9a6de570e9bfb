import type { ValidateFunction } from 'ajv';
import { EVENT_PAYLOAD_SCHEMAS } from '../../events/event-payload-schemas.js';
import { variantsDocument } from '../../schema/class-schema.js';
import { compileSchema } from '../../schema/compile-schema.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { TOPICS_OUT, type TopicOut } from '../../topics.js';

const compiled = new Map<string, ValidateFunction<unknown>>();

/**
 * Where a message of ours does not fit its published schema, for tests of whoever writes it.
 * @returns a sentence, or undefined when it fits
 */
export function outMessageFault(topic: TopicOut, message: unknown): string | undefined {
  const schema = () => variantsDocument(TOPICS_OUT[topic].messages);
  const fault = faultOf(topic, schema, message);
  if (fault !== undefined || topic !== 'ledger') return fault;
  const { type, payload } = message as { readonly type: string; readonly payload: unknown };
  return eventPayloadFault(type, payload);
}

/** As {@link outMessageFault}, for the payload of an event. */
export function eventPayloadFault(type: string, payload: unknown): string | undefined {
  if (!isEventType(type)) return `${type} is not an event type`;
  return faultOf(`event ${type}`, () => EVENT_PAYLOAD_SCHEMAS[type], payload);
}

function isEventType(type: string): type is keyof typeof EVENT_PAYLOAD_SCHEMAS {
  return Object.hasOwn(EVENT_PAYLOAD_SCHEMAS, type);
}

function faultOf(name: string, schema: () => JsonSchema, value: unknown): string | undefined {
  let validate = compiled.get(name);
  if (validate === undefined) {
    validate = compileSchema<unknown>(schema());
    compiled.set(name, validate);
  }
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return `${name}${error?.instancePath ?? ''}: ${error?.message ?? 'does not fit its schema'}`;
}
