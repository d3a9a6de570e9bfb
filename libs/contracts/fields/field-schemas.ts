import { DECIMAL_LENGTH_MAX } from '#libs/domain/kernel/decimal.js';
import type { JsonSchema } from '../schema/json-schema.js';

/** JSON Schemas of the contract's conventions, for messages and for event payloads. */

const ID_PATTERN = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';

export const IDENTIFIER_SCHEMA: JsonSchema = { type: 'string', pattern: `^${ID_PATTERN}$` };
export const SYMBOL_SCHEMA: JsonSchema = {
  type: 'string',
  pattern: `^${ID_PATTERN}(@[1-9][0-9]{0,4})?$`,
};

export const ACCOUNT_SCHEMA: JsonSchema = {
  type: 'string',
  pattern: `^${ID_PATTERN}/${ID_PATTERN}$`,
};

export const DECIMAL_SCHEMA: JsonSchema = {
  type: 'string',
  maxLength: DECIMAL_LENGTH_MAX,
  pattern: '^-?(0|[1-9]\\d*)(\\.\\d+)?$',
};

export const INSTANT_SCHEMA: JsonSchema = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
};

export const DATE_SCHEMA: JsonSchema = { type: 'string', format: 'date' };

/** Decimal digits that may exceed what a JSON number carries exactly, such as a Kafka offset. */
export const COUNTER_SCHEMA: JsonSchema = { type: 'string', pattern: '^(0|[1-9]\\d*)$' };

/** A ledger position. Positions start at 1. */
export const POSITION_SCHEMA: JsonSchema = {
  type: 'integer',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
};

export const COUNT_SCHEMA: JsonSchema = { ...POSITION_SCHEMA, minimum: 0 };

/** One line of words, `lengthMax` code points at most. */
export function textSchema(lengthMax: number): JsonSchema {
  return { type: 'string', minLength: 1, maxLength: lengthMax, pattern: '^[^\\p{Cc}\\p{Cs}]+$' };
}

export const HASH_SCHEMA: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };

export const BASE64_SCHEMA: JsonSchema = {
  type: 'string',
  contentEncoding: 'base64',
  pattern: '^[A-Za-z0-9+/]*={0,2}$',
};
