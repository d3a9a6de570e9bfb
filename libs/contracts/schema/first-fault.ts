import type { ShapeRefusal } from '#libs/domain/inputs/inputs.js';
import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { fieldsOf, type FieldRule, type MessageField } from '../fields/field-rule.js';
import { quoted } from '../fields/quoted.js';
import type { JsonObject } from './json-schema.js';
import type { MessageClass, Variants } from './variants.js';

const fieldsByClass = new WeakMap<MessageClass, readonly MessageField[]>();

/**
 * What is wrong with an object that means to be of class `type`: the first offending field in
 * documented order, or undefined when nothing is. It looks into declared fields only, so what else
 * is in the object, and how deep, does not matter.
 */
export function firstFault(
  type: MessageClass,
  value: JsonObject,
  within = '',
): ShapeRefusal | undefined {
  for (const { name, isOptional, rule } of cachedFields(type)) {
    const fault = faultInField(rule, isOptional, value[name], `${within}${name}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** As {@link firstFault}, for an object of one of several classes. */
export function firstFaultOfVariants(
  variants: Variants,
  value: JsonObject,
  within = '',
): ShapeRefusal | undefined {
  const selected = variants.select(value);
  return typeof selected === 'function' ? firstFault(selected, value, within) : selected;
}

/** The refusal of one value by the rule of its field; undefined when it is good. */
export function faultInField(
  rule: FieldRule,
  isOptional: boolean,
  value: unknown,
  path: string,
): ShapeRefusal | undefined {
  if (value === undefined || value === null) {
    if (isOptional) return undefined;
    const reason = `${path} is missing; it must be ${rule.expected}`;
    return { code: 'MISSING_FIELD', field: path, reason };
  }
  if (rule.isDecimal === true && typeof value === 'number') {
    return { code: 'DECIMAL_AS_NUMBER', field: path, reason: decimalAsNumber(path, value) };
  }
  if (!rule.accepts(value)) {
    const within = rule.faultWithin?.(value, path);
    if (within !== undefined) return within;
    const reason = `${path} is ${quoted(value)}; it must be ${rule.expected}`;
    return { code: 'INVALID_FIELD', field: path, reason };
  }
  return rule.nested === undefined ? undefined : faultInNested(rule.nested, value, path);
}

function decimalAsNumber(path: string, value: number): string {
  const text = String(value);
  const mend = isDecimal(text) ? ` such as "${text}"` : '';
  return (
    `${path} is the JSON number ${text}, which may have lost digits already; ` +
    `send it as a string${mend}`
  );
}

function faultInNested(
  nested: NonNullable<FieldRule['nested']>,
  value: unknown,
  path: string,
): ShapeRefusal | undefined {
  if (!nested.isList) {
    return firstFaultOfVariants(nested.variants, value as JsonObject, `${path}.`);
  }
  for (const [index, element] of (value as readonly JsonObject[]).entries()) {
    const fault = firstFaultOfVariants(nested.variants, element, `${path}[${index}].`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function cachedFields(type: MessageClass): readonly MessageField[] {
  const cached = fieldsByClass.get(type);
  if (cached !== undefined) return cached;
  const fields = fieldsOf(type);
  fieldsByClass.set(type, fields);
  return fields;
}
