import type { JsonSchema } from '../schema/json-schema.js';

/** The schema of a field that may be left out. */
export interface OptionalField {
  readonly optional: JsonSchema;
}

/** A schema for every field of `T`, optional exactly where the field is: the compiler checks it. */
export type FieldSchemas<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? OptionalField : JsonSchema;
};

export function optional(schema: JsonSchema): OptionalField {
  return { optional: schema };
}

/** The schema of objects of type `T`. */
export function schemaOf<T extends object>(fields: FieldSchemas<T>): JsonSchema {
  const entries = Object.entries<JsonSchema | OptionalField>(fields);
  const properties = entries.map(([name, schema]) => [
    name,
    'optional' in schema ? schema.optional : schema,
  ]);
  const required = entries.filter(([, schema]) => !('optional' in schema)).map(([name]) => name);
  return { type: 'object', properties: Object.fromEntries(properties), required };
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export function oneOf<T extends string>(...words: readonly T[]): JsonSchema {
  return { type: 'string', enum: words };
}
