import type { Misshapen, ShapeRefusal } from '#libs/domain/inputs/inputs.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { fieldsOf } from '../fields/field-rule.js';
import { variantsDocument } from '../schema/class-schema.js';
import { compileSchema } from '../schema/compile-schema.js';
import { firstFault } from '../schema/first-fault.js';
import type { JsonObject } from '../schema/json-schema.js';
import { only, type MessageClass } from '../schema/variants.js';

/** A message class made ready for the hot path. */
export interface Shape<T> {
  /** The compiled validator: fast, and says only yes or no. */
  readonly accepts: (value: unknown) => value is T;
  /** What is wrong with an object that `accepts` refused. */
  readonly refusal: (value: JsonObject) => ShapeRefusal;
  /** The fields of text that are well-formed, for the answer to repeat. */
  readonly known: (value: JsonObject, except: readonly string[]) => Misshapen<never>['known'];
}

/** The validator of a message class; it is compiled when the first message comes, since not every program takes one. */
export function shapeOf<T extends object>(type: MessageClass<T>): Shape<T> {
  let validate: ReturnType<typeof compileSchema<T>> | undefined;
  const fields = fieldsOf(type);
  return {
    accepts(value): value is T {
      validate ??= compileSchema<T>(variantsDocument(only(type)));
      return validate(value);
    },
    refusal(value) {
      const fault = firstFault(type, value);
      invariant(fault !== undefined, () => `${type.name}: refused without a fault`);
      return fault;
    },
    known(value, except) {
      const known: Record<string, string> = {};
      for (const { name, rule } of fields) {
        const content = value[name];
        if (typeof content !== 'string' || except.includes(name)) continue;
        if (rule.accepts(content)) known[name] = content;
      }
      return known;
    },
  };
}
