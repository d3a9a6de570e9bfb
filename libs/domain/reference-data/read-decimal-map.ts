import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { readMap, type PartReader } from './part-reader.js';
import { readDecimal, type DecimalRule } from './read-decimals.js';
import { IDENTIFIER_SHAPE } from './read-values.js';

/** Decimals by id, such as rates by currency; `checkKey` may refuse an id with its reason. */
export function readDecimalMap(
  part: PartReader,
  name: string,
  countMax: number,
  rule: DecimalRule,
  checkKey: (key: string) => string | undefined = identifierFault,
): Record<string, string> {
  return readMap(part, name, countMax, (key, map) => {
    const fault = checkKey(key);
    if (fault !== undefined) map.error(key, fault);
    return readDecimal(map, key, rule);
  });
}

export function identifierFault(key: string): string | undefined {
  return isIdentifier(key) ? undefined : `is not ${IDENTIFIER_SHAPE}`;
}
