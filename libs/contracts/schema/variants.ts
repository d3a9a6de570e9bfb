import type { ShapeRefusal } from '#libs/domain/inputs/inputs.js';
import { quoted } from '../fields/quoted.js';
import type { JsonObject, JsonSchema } from './json-schema.js';

/** A class with decorated fields. */
export type MessageClass<T extends object = object> = new () => T;

/** The classes that an object may be of, and how to tell which. */
export interface Variants {
  readonly classes: readonly MessageClass[];
  /** The class that the object means to be, whether or not it is well-formed. */
  select(value: JsonObject): MessageClass | ShapeRefusal;
}

/** Where schemas refer to each other before they are published. */
export const DEFINITIONS = '#/definitions/';

/** Objects of one class. */
export function only(type: MessageClass): Variants {
  return { classes: [type], select: () => type };
}

/** Objects whose class follows from the text in the field `discriminator`. */
export function variantsBy(
  discriminator: string,
  classByText: Readonly<Record<string, MessageClass>>,
  path = discriminator,
): Variants {
  const byText = new Map(Object.entries(classByText));
  const names = [...byText.keys()].join(', ');
  return {
    classes: [...new Set(byText.values())],
    select(value) {
      const text = value[discriminator];
      if (text === undefined || text === null) {
        const reason = `${path} is missing; it must be one of ${names}`;
        return { code: 'MISSING_FIELD', field: path, reason };
      }
      const type = typeof text === 'string' ? byText.get(text) : undefined;
      if (type !== undefined) return type;
      const reason = `${path} is ${quoted(text)}; it must be one of ${names}`;
      return { code: 'INVALID_FIELD', field: path, reason };
    },
  };
}

/** The schema of an object of one of the classes; each of them has to be among the definitions. */
export function variantsSchema({ classes }: Variants): JsonSchema {
  const references = classes.map((type) => ({ $ref: `${DEFINITIONS}${type.name}` }));
  const [first] = references;
  return references.length === 1 && first !== undefined ? first : { oneOf: references };
}
