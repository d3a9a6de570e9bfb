import { isDate } from '#libs/domain/kernel/instant.js';
import { Ajv, type ValidateFunction } from 'ajv';
import { isInstantText } from '../fields/instant-text.js';
import { isNestedWithin } from '../fields/nesting.js';
import type { JsonSchema } from './json-schema.js';

/**
 * Compiles a published schema into code. The formats are the contract's own: narrower than the ones
 * that the format names stand for elsewhere, which is why the schemas carry patterns too.
 */
export function compileSchema<T>(schema: JsonSchema): ValidateFunction<T> {
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    formats: { 'date-time': isInstantText, date: isDate },
    keywords: [
      {
        keyword: 'x-nesting-max',
        type: 'object',
        schemaType: 'number',
        errors: false,
        validate: (levels: number, value: unknown) => isNestedWithin(value, levels),
      },
    ],
  });
  return ajv.compile<T>(schema);
}
