import type { JournalLine } from '#libs/domain/events/journal.js';
import { COUNTER_SCHEMA, DATE_SCHEMA, DECIMAL_SCHEMA } from '../fields/field-schemas.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { schemaOf } from './payload-schema.js';

/** Words that are not bounded again where they come out. */
export const WORDS: JsonSchema = { type: 'string' };

/** A Kafka offset. */
export const OFFSET: JsonSchema = COUNTER_SCHEMA;

export const PARTITION: JsonSchema = { type: 'integer', minimum: 0 };

export const JOURNAL_LINE = schemaOf<JournalLine>({
  book: WORDS,
  asset: WORDS,
  amount: { type: 'string', pattern: '^(0|-?[1-9]\\d*)$' },
});

/** `[date, close]` */
export const CLOSE: JsonSchema = {
  type: 'array',
  minItems: 2,
  maxItems: 2,
  items: [DATE_SCHEMA, DECIMAL_SCHEMA],
  additionalItems: false,
};

export const DOCUMENT: JsonSchema = {
  type: 'object',
  description: 'As clearing-house.yaml, every default filled in.',
};
