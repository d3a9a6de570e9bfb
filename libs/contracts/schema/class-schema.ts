import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { FIELD_RULE, fieldsOf } from '../fields/field-rule.js';
import type { JsonSchema } from './json-schema.js';
import { variantsSchema, type Variants, type MessageClass } from './variants.js';

/**
 * `in`: a null counts as a missing field, as the decoders have it, so optional fields may be null.
 * `out`: what is optional is left out, never null.
 */
export type Direction = 'in' | 'out';

/** The JSON Schema of objects of the classes, complete with the definitions that it refers to. */
export function variantsDocument(variants: Variants, direction: Direction): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  for (const type of variants.classes) addDefinition(type, direction, definitions);
  return { ...variantsSchema(variants), definitions };
}

function addDefinition(
  type: MessageClass,
  direction: Direction,
  definitions: Record<string, JsonSchema>,
): void {
  if (Object.hasOwn(definitions, type.name)) return;
  definitions[type.name] = classSchema(type, direction);
  for (const { rule } of fieldsOf(type)) {
    for (const nested of rule.nested?.variants.classes ?? []) {
      addDefinition(nested, direction, definitions);
    }
  }
}

/** The schema of one class, its properties in documented order; it may refer to others. */
function classSchema(type: MessageClass, direction: Direction): JsonSchema {
  const converted = targetConstructorToSchema(type, {
    additionalConverters: {
      [FIELD_RULE]: ({ constraints: [rule] }) => rule.schema,
      nestedValidation: {},
    },
  }) as JsonSchema;
  const fields = fieldsOf(type);
  const properties = Object.fromEntries(
    fields.map(({ name, isOptional }) => {
      const schema = converted.properties?.[name] ?? {};
      return [name, isOptional && direction === 'in' ? orNull(schema) : schema];
    }),
  );
  return { ...converted, type: 'object', properties };
}

function orNull(schema: JsonSchema): JsonSchema {
  if (schema.type === 'null') return schema;
  if (schema.type === undefined) return { anyOf: [schema, { type: 'null' }] };
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return {
    ...schema,
    type: [...types, 'null'],
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
  };
}
