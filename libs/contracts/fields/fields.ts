import { DECIMAL_LENGTH_MAX, isDecimal } from '#libs/domain/kernel/decimal.js';
import { isAccountId, isIdentifier, isSymbol } from '#libs/domain/kernel/identifier.js';
import { isDate } from '#libs/domain/kernel/instant.js';
import { IsOptional } from 'class-validator';
import { fieldDecorator, type FieldRule } from './field-rule.js';
import { isInstantText } from './instant-text.js';
import {
  ACCOUNT_SCHEMA,
  DATE_SCHEMA,
  DECIMAL_SCHEMA,
  IDENTIFIER_SCHEMA,
  INSTANT_SCHEMA,
  SYMBOL_SCHEMA,
  textSchema,
} from './field-schemas.js';

const ACCEPTABLE_TEXT = /^[^\p{Cc}\p{Cs}]+$/u;

/** The decorators of single fields. `description` goes into the published schema. */
function field(rule: FieldRule, description?: string): PropertyDecorator {
  if (description === undefined) return fieldDecorator(rule);
  return fieldDecorator({ ...rule, schema: { ...rule.schema, description } });
}

/** An id of the contract. */
export function IsId(description?: string): PropertyDecorator {
  const expected =
    'an id: 1 to 64 letters, digits, ".", "_" or "-", the first of them a letter or digit';
  return field({ accepts: isIdentifier, expected, schema: IDENTIFIER_SCHEMA }, description);
}

/** An id, or a bucket of days such as `SPX.VOL@90`. */
export function IsSymbol(description?: string): PropertyDecorator {
  const expected = 'a symbol: an id, with "@" and days after it for a bucket, such as "SPX.VOL@90"';
  return field({ accepts: isSymbol, expected, schema: SYMBOL_SCHEMA }, description);
}

/** `MEMBER/ACCOUNT`. */
export function IsAccount(description?: string): PropertyDecorator {
  const expected = 'an account as MEMBER/ACCOUNT, such as "ALPHA/HOUSE"';
  return field({ accepts: isAccountId, expected, schema: ACCOUNT_SCHEMA }, description);
}

/** A decimal, written as a string. */
export function IsDecimalText(description?: string): PropertyDecorator {
  return field(DECIMAL_RULE, description);
}

export const DECIMAL_RULE: FieldRule = {
  accepts: isDecimal,
  expected:
    'a decimal as a string such as "5010.25": digits without exponent, plus sign or leading ' +
    `zeros, ${DECIMAL_LENGTH_MAX} characters at most`,
  schema: DECIMAL_SCHEMA,
  isDecimal: true,
};

/** An instant in UTC with milliseconds. */
export function IsInstantText(description?: string): PropertyDecorator {
  const expected = 'an ISO 8601 instant in UTC with milliseconds, such as 2026-11-20T14:03:22.123Z';
  return field({ accepts: isInstantText, expected, schema: INSTANT_SCHEMA }, description);
}

/** A date, YYYY-MM-DD. */
export function IsDateText(description?: string): PropertyDecorator {
  return field(DATE_RULE, description);
}

export const DATE_RULE: FieldRule = {
  accepts: isDate,
  expected: 'a date as YYYY-MM-DD',
  schema: DATE_SCHEMA,
};

/** One of a few words. */
export function IsOneOf(words: readonly string[], description?: string): PropertyDecorator {
  const known = new Set<unknown>(words);
  return field(
    {
      accepts: (value) => known.has(value),
      expected: words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`,
      schema: { type: 'string', enum: words },
    },
    description,
  );
}

/** Words for people: one line, well-formed Unicode without control characters. */
export function IsText(lengthMax: number, description?: string): PropertyDecorator {
  return field(
    {
      accepts: (value) =>
        typeof value === 'string' && ACCEPTABLE_TEXT.test(value) && codePoints(value) <= lengthMax,
      expected: `text of 1 to ${lengthMax} characters without control characters`,
      schema: textSchema(lengthMax),
    },
    description,
  );
}

function codePoints(text: string): number {
  let pairs = 0;
  for (let at = 0; at < text.length; at++) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) pairs++;
  }
  return text.length - pairs;
}

/** A JSON integer within bounds, both included. */
export function IsWholeNumber(
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
  description?: string,
): PropertyDecorator {
  return field(
    {
      accepts: (value) =>
        typeof value === 'number' &&
        Number.isInteger(value) &&
        value >= minimum &&
        value <= maximum,
      expected: `a whole number from ${minimum} to ${maximum}, not in quotes`,
      schema: { type: 'integer', minimum, maximum },
    },
    description,
  );
}

/** A JSON boolean. */
export function IsFlag(description?: string): PropertyDecorator {
  return field(
    {
      accepts: (value) => typeof value === 'boolean',
      expected: 'true or false, not in quotes',
      schema: { type: 'boolean' },
    },
    description,
  );
}

/** A field that belongs to another form of the message and may not be in this one. */
export function IsLeftOut(because: string): PropertyDecorator {
  const decorate = fieldDecorator({
    accepts: () => false,
    expected: `left out ${because}`,
    schema: { type: 'null' },
  });
  return (target, property) => {
    IsOptional()(target, property);
    decorate(target, property);
  };
}
