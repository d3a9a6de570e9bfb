import type { ShapeRefusal } from '#libs/domain/inputs/inputs.js';
import { getMetadataStorage, ValidateBy } from 'class-validator';
import type { JsonSchema } from '../schema/json-schema.js';
import type { MessageClass, Variants } from '../schema/variants.js';

/**
 * What one field of a message must be. The decorator that carries a rule is the only definition of
 * the field: class-validator runs `accepts`, the published JSON Schema is `schema`, the compiled
 * validator is made from that, and a refusal says `expected`. A differential test holds them to one
 * verdict.
 */
export interface FieldRule {
  /** Judges a value that is there: neither undefined nor null. */
  readonly accepts: (value: unknown) => boolean;
  /** Ends the sentence "it must be ...". */
  readonly expected: string;
  readonly schema: JsonSchema;
  /** A JSON number in its place has lost digits already, and is refused as such. */
  readonly isDecimal?: boolean;
  /** The classes of the object, or of the objects of the list, in this field. */
  readonly nested?: { readonly variants: Variants; readonly isList: boolean };
  /** For a value with parts that are no messages: the first part that is at fault. */
  readonly faultWithin?: (value: unknown, path: string) => ShapeRefusal | undefined;
}

/** Name under which class-validator keeps our rules. */
export const FIELD_RULE = 'fieldRule';

/** Makes the decorator of a rule. */
export function fieldDecorator(rule: FieldRule): PropertyDecorator {
  return ValidateBy({
    name: FIELD_RULE,
    constraints: [rule],
    validator: {
      validate: (value: unknown) => rule.accepts(value),
      defaultMessage: () => `$property must be ${rule.expected}`,
    },
  });
}

export interface MessageField {
  readonly name: string;
  readonly isOptional: boolean;
  readonly rule: FieldRule;
}

/** The fields of a message class in the order in which they are documented. */
export function fieldsOf(type: MessageClass): readonly MessageField[] {
  const storage = getMetadataStorage();
  const metadata = storage.getTargetValidationMetadatas(type, '', true, false);
  return Object.entries(storage.groupByPropertyName(metadata)).map(([name, entries]) => {
    const own = entries.find((entry) => entry.name === FIELD_RULE);
    if (own === undefined) throw new Error(`${type.name}.${name} carries no field rule`);
    const isOptional = entries.some((entry) => entry.name === 'isOptional');
    return { name, isOptional, rule: own.constraints[0] as FieldRule };
  });
}
