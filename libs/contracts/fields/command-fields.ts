import type { ShapeRefusal } from '#libs/domain/inputs/inputs.js';
import { isJsonObject } from '../schema/json-schema.js';
import { faultInField } from '../schema/first-fault.js';
import { DOCUMENT_NESTING_MAX, HISTORY_CLOSES_MAX } from './bounds.js';
import { fieldDecorator } from './field-rule.js';
import { DATE_SCHEMA, DECIMAL_SCHEMA } from './field-schemas.js';
import { DATE_RULE, DECIMAL_RULE } from './fields.js';
import { isNestedWithin } from './nesting.js';

/** A document that is passed on whole and judged by somebody else; only its depth has a bound. */
export function IsDocument(description: string): PropertyDecorator {
  return fieldDecorator({
    accepts: (value) => isJsonObject(value) && isNestedWithin(value, DOCUMENT_NESTING_MAX),
    expected: `an object nested at most ${DOCUMENT_NESTING_MAX} levels deep`,
    schema: { type: 'object', 'x-nesting-max': DOCUMENT_NESTING_MAX, description },
  });
}

/** Pairs of a date and a close. */
export function IsCloses(description: string): PropertyDecorator {
  return fieldDecorator({
    accepts: (value) =>
      Array.isArray(value) &&
      value.length >= 1 &&
      value.length <= HISTORY_CLOSES_MAX &&
      value.every(isClose),
    expected: `a list of 1 to ${HISTORY_CLOSES_MAX} pairs ["YYYY-MM-DD", "close"]`,
    schema: {
      type: 'array',
      minItems: 1,
      maxItems: HISTORY_CLOSES_MAX,
      items: {
        type: 'array',
        minItems: 2,
        maxItems: 2,
        items: [DATE_SCHEMA, DECIMAL_SCHEMA],
        additionalItems: false,
      },
      description,
    },
    faultWithin: faultInCloses,
  });
}

function isClose(pair: unknown): boolean {
  return (
    Array.isArray(pair) &&
    pair.length === 2 &&
    DATE_RULE.accepts(pair[0]) &&
    DECIMAL_RULE.accepts(pair[1])
  );
}

function faultInCloses(closes: unknown, path: string): ShapeRefusal | undefined {
  if (!Array.isArray(closes)) return undefined;
  const index = closes.findIndex((pair) => !isClose(pair));
  const pair: unknown = closes[index];
  if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  return (
    faultInField(DATE_RULE, false, pair[0], `${path}[${index}][0]`) ??
    faultInField(DECIMAL_RULE, false, pair[1], `${path}[${index}][1]`)
  );
}
