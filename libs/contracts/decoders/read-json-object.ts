import { MESSAGE_BYTES_MAX } from '../fields/bounds.js';
import { isJsonObject, type JsonObject } from '../schema/json-schema.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Reads the value of a Kafka message as a JSON object.
 * @returns the object, or the sentence that says why there is none
 */
export function readJsonObject(value: Uint8Array | null): JsonObject | string {
  if (value === null || value.length === 0) return 'the message is empty';
  if (value.length > MESSAGE_BYTES_MAX) {
    return `the message has ${value.length} bytes; at most ${MESSAGE_BYTES_MAX} are read`;
  }
  let text: string;
  try {
    text = utf8.decode(value);
  } catch {
    return 'the message is not valid UTF-8';
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text.charCodeAt(0) === BYTE_ORDER_MARK
      ? 'the message starts with a byte order mark; send the JSON without it'
      : 'the message is not JSON';
  }
  if (isJsonObject(parsed)) return parsed;
  return `the message is ${Array.isArray(parsed) ? 'a JSON list' : 'a single JSON value'}, not an object`;
}
