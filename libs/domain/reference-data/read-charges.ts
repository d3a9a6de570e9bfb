import type { KnownNames } from './known-names.js';
import { ACCOUNT_TYPES, type Fee, type PriceAlignment } from './model.js';
import { optionalBlock, readList, readPart, type PartReader } from './part-reader.js';
import { readDecimalMap } from './read-decimal-map.js';
import { baseAmountRule, readDecimal, YEARLY_RATE } from './read-decimals.js';
import { readBoolean, readChoice, unknownReference } from './read-values.js';
import { CURRENCIES_MAX } from './reference-data-limits.js';
import { UniqueNames } from './unique-names.js';

export function readFees(document: PartReader, names: KnownNames): Fee[] {
  const { findings } = document;
  const types = new UniqueNames('account type', findings);
  return readList(document, 'fees', ACCOUNT_TYPES.length, (value, path) =>
    readPart(value, path, findings, (part) => {
      const accountType = readChoice(part, 'accountType', ACCOUNT_TYPES);
      const isGiven = part.take('accountType') === accountType;
      types.add(isGiven ? accountType : '', part.pathOf('accountType'));
      return { accountType, perLot: readDecimal(part, 'perLot', baseAmountRule(names)) };
    }),
  );
}

/** Rates per year by currency; below zero, the account pays. */
export function readRates(
  part: PartReader,
  name: string,
  names: KnownNames,
): Record<string, string> {
  return readDecimalMap(part, name, CURRENCIES_MAX, YEARLY_RATE, (currency) =>
    names.currencies.has(currency)
      ? undefined
      : unknownReference(currency, 'currency', names.currencies.keys()),
  );
}

export function readPriceAlignment(
  document: PartReader,
  names: KnownNames,
): PriceAlignment | undefined {
  return optionalBlock(document, 'priceAlignment', (part) => ({
    enabled: readBoolean(part, 'enabled', false),
    rates: readRates(part, 'rates', names),
  }));
}
