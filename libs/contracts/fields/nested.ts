import { ValidateNested } from 'class-validator';
import { isJsonObject } from '../schema/json-schema.js';
import { only, variantsSchema, type Variants, type MessageClass } from '../schema/variants.js';
import { fieldDecorator, type FieldRule } from './field-rule.js';

/** An object of one class, or of one of several. */
export function IsNested(type: MessageClass | Variants): PropertyDecorator {
  const variants = variantsOf(type);
  return nestedDecorator({
    accepts: isJsonObject,
    expected: 'an object',
    schema: variantsSchema(variants),
    nested: { variants, isList: false },
  });
}

/** A list of objects of one class. */
export function IsListOf(
  type: MessageClass | Variants,
  lengthMin: number,
  lengthMax?: number,
): PropertyDecorator {
  const variants = variantsOf(type);
  const atMost = lengthMax === undefined ? ' or more' : ` to ${lengthMax}`;
  return nestedDecorator({
    accepts: (value) =>
      Array.isArray(value) &&
      value.length >= lengthMin &&
      value.length <= (lengthMax ?? Infinity) &&
      value.every(isJsonObject),
    expected: `a list of ${lengthMin}${atMost} objects`,
    schema: {
      type: 'array',
      minItems: lengthMin,
      ...(lengthMax === undefined ? {} : { maxItems: lengthMax }),
      items: variantsSchema(variants),
    },
    nested: { variants, isList: true },
  });
}

function variantsOf(type: MessageClass | Variants): Variants {
  return typeof type === 'function' ? only(type) : type;
}

/** class-validator looks into the objects by itself, but takes a list for an object and null for both. */
function nestedDecorator(rule: FieldRule): PropertyDecorator {
  const decorate = fieldDecorator(rule);
  return (target, property) => {
    ValidateNested()(target, property);
    decorate(target, property);
  };
}
