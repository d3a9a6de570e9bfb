import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { isJsonObject, type JsonSchema } from '../schema/json-schema.js';
import { fieldDecorator } from './field-rule.js';
import { BASE64_SCHEMA, COUNTER_SCHEMA, HASH_SCHEMA, IDENTIFIER_SCHEMA } from './field-schemas.js';
import { IsWholeNumber } from './fields.js';

/** Decorators of fields that only messages of ours have. */

function textField(schema: JsonSchema, expected: string, description?: string): PropertyDecorator {
  const pattern = new RegExp(schema.pattern ?? '', 'u');
  return fieldDecorator({
    accepts: (value) => typeof value === 'string' && pattern.test(value),
    expected,
    schema: description === undefined ? schema : { ...schema, description },
  });
}

/** A ledger position; the first is 1. */
export function IsPosition(description = 'Ledger position.'): PropertyDecorator {
  return IsWholeNumber(1, undefined, description);
}

/** Digits that may exceed what a JSON number carries exactly. */
export function IsCounterText(description?: string): PropertyDecorator {
  return textField(COUNTER_SCHEMA, 'a count as a string of digits', description);
}

/** A SHA-256 in hexadecimal. */
export function IsHash(description?: string): PropertyDecorator {
  return textField(HASH_SCHEMA, '64 hexadecimal digits in lower case', description);
}

/** A list of ids. */
export function IsIds(description: string): PropertyDecorator {
  return fieldDecorator({
    accepts: (value) => Array.isArray(value) && value.every(isIdentifier),
    expected: 'a list of ids',
    schema: { type: 'array', items: IDENTIFIER_SCHEMA, description },
  });
}

/** Bytes in base64. */
export function IsBase64(description?: string): PropertyDecorator {
  return textField(BASE64_SCHEMA, 'bytes in base64', description);
}

/** Kafka headers. */
export function IsHeaders(description: string): PropertyDecorator {
  return fieldDecorator({
    accepts: (value) =>
      isJsonObject(value) && Object.values(value).every((header) => typeof header === 'string'),
    expected: 'an object of strings',
    schema: { type: 'object', additionalProperties: { type: 'string' }, description },
  });
}

/** The payload of an event, which has a schema of its own. */
export function IsPayload(): PropertyDecorator {
  return fieldDecorator({
    accepts: isJsonObject,
    expected: 'an object',
    schema: { type: 'object', description: 'As the schema of the event type says.' },
  });
}
