import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { isAccountId, isIdentifier } from '#libs/domain/kernel/identifier.js';
import { isDate, parseInstant } from '#libs/domain/kernel/instant.js';

function rule(
  name: string,
  validate: (value: unknown) => boolean,
  message: string,
  options?: ValidationOptions,
): PropertyDecorator {
  return ValidateBy({ name, validator: { validate, defaultMessage: () => message } }, options);
}

export const IsAccount = (options?: ValidationOptions): PropertyDecorator =>
  rule('isAccount', isAccountId, 'is not an account, such as ALPHA/HOUSE', options);

export const IsIdentifier = (options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isIdentifier',
    isIdentifier,
    'is not an id: a letter or digit, then at most 63 letters, digits, dots, dashes, underscores',
    options,
  );

export const IsDecimalString = (options?: ValidationOptions): PropertyDecorator =>
  rule('isDecimal', isDecimal, 'is not a decimal string, such as "-67" or "4985.00"', options);

export const IsBusinessDate = (options?: ValidationOptions): PropertyDecorator =>
  rule('isBusinessDate', isDate, 'is not a date that exists, such as 2026-11-20', options);

export const IsInstant = (options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isInstant',
    (value) => parseInstant(value) !== undefined,
    'is not a time such as 2026-11-20T14:03:22.123Z',
    options,
  );

/** A ledger position, or an instant. */
export const IsAsOf = (options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isAsOf',
    (value) =>
      (typeof value === 'string' && /^\d{1,15}$/.test(value)) || parseInstant(value) !== undefined,
    'is neither a ledger position nor a time such as 2026-11-20T14:03:22.123Z',
    options,
  );

/** A date, a ledger position, or an instant. */
export const IsPeriodBound = (options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isPeriodBound',
    (value) =>
      isDate(value) ||
      (typeof value === 'string' && /^\d{1,15}$/.test(value)) ||
      parseInstant(value) !== undefined,
    'is neither a date such as 2026-11-20 nor a time with milliseconds nor a ledger position',
    options,
  );
