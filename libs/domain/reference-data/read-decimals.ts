import { compareDecimals, isDecimal, parseDecimal } from '#libs/domain/kernel/decimal.js';
import type { KnownNames } from './known-names.js';
import type { PartReader } from './part-reader.js';
import { quoteValue } from './quote-value.js';
import { DECIMALS_MAX, INTEGER_DIGITS_MAX } from './reference-data-limits.js';

/** What a decimal has to keep to; bounds are decimals themselves. */
export interface DecimalRule {
  /** The value when the name is left out; without one the name is required. */
  readonly absent?: string;
  readonly min?: string;
  readonly max?: string;
  /** The value must be above this. */
  readonly above?: string;
  /** The value must be below this. */
  readonly below?: string;
  /** Decimals that the value may have, trailing zeros aside, and what says so ("USD"). */
  readonly scaleMax?: number | undefined;
  readonly scaleOf?: string;
}

export const SHARE: DecimalRule = { min: '0', max: '1' };
export const NOT_NEGATIVE: DecimalRule = { min: '0' };
export const POSITIVE: DecimalRule = { above: '0' };
/** A rate per year; below zero it is one that the holder pays. */
export const YEARLY_RATE: DecimalRule = { min: '-1', max: '1' };

/** A non-negative amount in the base currency, with its decimals where those are known. */
export function baseAmountRule({ baseCurrency, currencies }: KnownNames): DecimalRule {
  return { min: '0', scaleMax: currencies.get(baseCurrency), scaleOf: baseCurrency };
}

export function readDecimal(part: PartReader, name: string, rule: DecimalRule): string {
  const value = part.take(name);
  if (value === undefined) {
    if (rule.absent === undefined) part.error(name, `is missing; due is ${describeRule(rule)}`);
    return rule.absent ?? '0';
  }
  return checkDecimal(part, part.pathOf(name), value, rule) ?? '0';
}

export function optionalDecimal(
  part: PartReader,
  name: string,
  rule: DecimalRule,
): string | undefined {
  return part.has(name) ? readDecimal(part, name, rule) : void part.take(name);
}

/** The decimal as it is written, or undefined with an error at `path`. */
export function checkDecimal(
  part: PartReader,
  path: string,
  value: unknown,
  rule: DecimalRule,
): string | undefined {
  const fault = faultOf(value, rule);
  if (fault === undefined && typeof value === 'string') return value;
  part.findings.add(path, fault ?? `${quoteValue(value)} is not a decimal`);
  return undefined;
}

function faultOf(value: unknown, rule: DecimalRule): string | undefined {
  if (typeof value === 'number') {
    return `${value} is a number; decimals are written in quotes, such as "${exampleFor(value)}"`;
  }
  if (!isDecimal(value)) {
    return (
      `${quoteValue(value)} is not a decimal: digits with at most one point, ` +
      'no exponent, no plus sign, no leading zeros, such as "0.25"'
    );
  }
  const decimal = parseDecimal(value);
  if (decimal.scale > DECIMALS_MAX || value.split('.', 1).join('').length > INTEGER_DIGITS_MAX) {
    return (
      `${quoteValue(value)} is too long: at most ${INTEGER_DIGITS_MAX} digits before ` +
      `and ${DECIMALS_MAX} after the point`
    );
  }
  if (rule.scaleMax !== undefined && decimal.scale > rule.scaleMax) {
    const of = rule.scaleOf === undefined ? '' : ` for ${rule.scaleOf}`;
    return `${quoteValue(value)} has more than the ${rule.scaleMax} decimals allowed${of}`;
  }
  return isInside(value, rule) ? undefined : `${quoteValue(value)} is not ${describeRule(rule)}`;
}

/** A number written without an exponent where that is possible at all. */
function exampleFor(value: number): string {
  const text = String(value);
  return isDecimal(text) ? text : '0.25';
}

function isInside(text: string, { min, max, above, below }: DecimalRule): boolean {
  const value = parseDecimal(text);
  const compare = (bound: string): number => compareDecimals(value, parseDecimal(bound));
  return (
    (min === undefined || compare(min) >= 0) &&
    (max === undefined || compare(max) <= 0) &&
    (above === undefined || compare(above) > 0) &&
    (below === undefined || compare(below) < 0)
  );
}

function describeRule({ min, max, above, below }: DecimalRule): string {
  const bounds = [
    min === undefined || above !== undefined ? '' : `at least ${min}`,
    above === undefined ? '' : `above ${above}`,
    max === undefined ? '' : `at most ${max}`,
    below === undefined ? '' : `below ${below}`,
  ].filter((bound) => bound !== '');
  const range = bounds.length === 0 ? '' : `, ${bounds.join(' and ')}`;
  return `a decimal in quotes${range}`;
}
