import { isDate, parseInstant } from '#libs/domain/kernel/instant.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import type { PartReader } from './part-reader.js';
import { quoteValue } from './quote-value.js';
import { TEXT_LENGTH_MAX } from './reference-data-limits.js';
import { suggestName } from './suggest-name.js';

/**
 * Readers of single values. Each takes `name` from the part, reports what is wrong with it, and
 * returns a value of the right type in any case: after an error the document is refused, and the
 * stand-in only keeps the reading going so that all errors are found in one run.
 */

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

export const IDENTIFIER_SHAPE =
  'an id: a letter or digit, then up to 63 letters, digits, points, hyphens or underscores';

function missing(part: PartReader, name: string, due: string): void {
  part.error(name, `is missing; due is ${due}`);
}

export function readIdentifier(part: PartReader, name: string, absent?: string): string {
  const value = part.take(name);
  if (value === undefined) {
    if (absent === undefined) missing(part, name, IDENTIFIER_SHAPE);
    return absent ?? '';
  }
  if (isIdentifier(value)) return value;
  part.error(name, `${quoteValue(value)} is not ${IDENTIFIER_SHAPE}`);
  return '';
}

export function optionalIdentifier(part: PartReader, name: string): string | undefined {
  return part.has(name) ? readIdentifier(part, name) : void part.take(name);
}

/** An id that must be one of `known`, which `kind` names, such as "underlying". */
export function readReference(
  part: PartReader,
  name: string,
  kind: string,
  known: { has(id: string): boolean; keys(): Iterable<string> },
): string {
  const id = readIdentifier(part, name);
  if (id !== '' && !known.has(id)) part.error(name, unknownReference(id, kind, known.keys()));
  return id;
}

export function unknownReference(id: string, kind: string, known: Iterable<string>): string {
  const suggestion = suggestName(id, known);
  return `${quoteValue(id)} is not the id of any ${kind} of this file${suggestion}`;
}

export function readText(part: PartReader, name: string, absent: string): string {
  return optionalText(part, name) ?? absent;
}

export function optionalText(part: PartReader, name: string): string | undefined {
  const value = part.take(name);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '' && value.length <= TEXT_LENGTH_MAX) {
    return value;
  }
  part.error(name, `${quoteValue(value)} is not a text of 1 to ${TEXT_LENGTH_MAX} characters`);
  return '';
}

export function readChoice<T extends string>(
  part: PartReader,
  name: string,
  choices: readonly [T, ...T[]],
  absent?: T,
): T {
  const value = part.take(name);
  if (value === undefined) {
    if (absent === undefined) missing(part, name, `one of ${choices.join(', ')}`);
    return absent ?? choices[0];
  }
  return checkChoice(part, part.pathOf(name), value, choices) ?? choices[0];
}

/** Like {@link readChoice}, but undefined after an error, where the choice decides what follows. */
export function requiredChoice<T extends string>(
  part: PartReader,
  name: string,
  choices: readonly [T, ...T[]],
): T | undefined {
  const value = part.take(name);
  if (value !== undefined) return checkChoice(part, part.pathOf(name), value, choices);
  missing(part, name, `one of ${choices.join(', ')}`);
  return undefined;
}

/** One of `choices`, or undefined with an error at `path`. */
export function checkChoice<T extends string>(
  part: PartReader,
  path: string,
  value: unknown,
  choices: readonly T[],
): T | undefined {
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  const suggestion = typeof value === 'string' ? suggestName(value, choices) : '';
  const known = choices.join(', ');
  part.findings.add(path, `${quoteValue(value)} is not one of ${known}${suggestion}`);
  return undefined;
}

export interface IntegerRule {
  readonly min: number;
  readonly max: number;
  /** The value when the name is left out; without one the name is required. */
  readonly absent?: number;
}

export function readInteger(part: PartReader, name: string, rule: IntegerRule): number {
  const value = part.take(name);
  const due = `a whole number from ${rule.min} to ${rule.max}`;
  if (value === undefined) {
    if (rule.absent === undefined) missing(part, name, due);
    return rule.absent ?? rule.min;
  }
  if (typeof value === 'string' && /^-?\d+$/.test(value)) {
    part.error(name, `${quoteValue(value)} is a text; ${due} is due, without quotes`);
    return rule.min;
  }
  if (
    typeof value === 'number' &&
    Number.isSafeInteger(value) &&
    value >= rule.min &&
    value <= rule.max
  ) {
    return value;
  }
  part.error(name, `${quoteValue(value)} is not ${due}`);
  return rule.min;
}

export function optionalInteger(
  part: PartReader,
  name: string,
  rule: IntegerRule,
): number | undefined {
  return part.has(name) ? readInteger(part, name, rule) : void part.take(name);
}

export function readBoolean(part: PartReader, name: string, absent: boolean): boolean {
  const value = part.take(name);
  if (value === undefined) return absent;
  if (typeof value === 'boolean') return value;
  part.error(name, `${quoteValue(value)} is not true or false (written without quotes)`);
  return absent;
}

export function readInstant(part: PartReader, name: string): string {
  const value = part.take(name);
  if (value === undefined) {
    missing(part, name, 'an instant such as "2026-12-18T21:00:00.000Z"');
    return '';
  }
  return checkInstant(part, name, value);
}

export function optionalInstant(part: PartReader, name: string): string | undefined {
  const value = part.take(name);
  return value === undefined ? undefined : checkInstant(part, name, value);
}

function checkInstant(part: PartReader, name: string, value: unknown): string {
  if (typeof value === 'string' && parseInstant(value) !== undefined) return value;
  part.error(
    name,
    `${quoteValue(value)} is not an instant in UTC with milliseconds, ` +
      'such as "2026-12-18T21:00:00.000Z"',
  );
  return '';
}

export function readDate(part: PartReader, name: string): string {
  const value = part.take(name);
  if (value === undefined) missing(part, name, 'a date such as "2008-09-01"');
  return value === undefined ? '' : (checkDate(part, part.pathOf(name), value) ?? '');
}

/** A date that exists, or undefined with an error at `path`. */
export function checkDate(part: PartReader, path: string, value: unknown): string | undefined {
  if (isDate(value)) return value;
  part.findings.add(path, `${quoteValue(value)} is not a date such as "2026-11-26"`);
  return undefined;
}

/** A time of day, or undefined with an error at `path`. */
export function checkTimeOfDay(part: PartReader, path: string, value: unknown): string | undefined {
  if (typeof value === 'string' && TIME_OF_DAY.test(value)) return value;
  part.findings.add(path, `${quoteValue(value)} is not a time from "00:00" to "23:59"`);
  return undefined;
}
