import { formatDecimal, parseDecimal } from '#libs/domain/kernel/decimal.js';

export type Close = readonly [date: string, close: string];

/** Multiplies closes by a decimal, exactly. */
export function scaleCloses(closes: readonly Close[], scale: string | undefined): readonly Close[] {
  if (scale === undefined) return closes;
  const factor = parseDecimal(scale);
  return closes.map(([date, close]) => {
    const { units, scale: decimals } = parseDecimal(close);
    const product = { units: units * factor.units, scale: decimals + factor.scale };
    return [date, trimmed(formatDecimal(product))];
  });
}

function trimmed(decimal: string): string {
  return formatDecimal(parseDecimal(decimal));
}

/** Cuts a list into parts of at most `size`. */
export function split<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < list.length; from += size) parts.push(list.slice(from, from + size));
  return parts;
}
