import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { FIELD_RULE, fieldsOf } from '../fields/field-rule.js';
import type { JsonSchema } from './json-schema.js';
import { variantsSchema, type Variants, type MessageClass } from './variants.js';

/** The JSON Schema of objects of the classes, complete with the definitions that it refers to. */
export function variantsDocument(variants: Variants): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  for (const type of variants.classes) addDefinition(type, definitions);
  return { ...variantsSchema(variants), definitions };
}

function addDefinition(type: MessageClass, definitions: Record<string, JsonSchema>): void {
  if (Object.hasOwn(definitions, type.name)) return;
  definitions[type.name] = classSchema(type);
  for (const { rule } of fieldsOf(type)) {
    for (const nested of rule.nested?.variants.classes ?? []) {
      addDefinition(nested, definitions);
    }
  }
}

/**
 * The schema of one class, its properties in documented order; it may refer to others. A null
 * counts as a missing field everywhere, so what is optional may also be null.
 */
function classSchema(type: MessageClass): JsonSchema {
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
      return [name, isOptional ? orNull(schema) : schema];
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
