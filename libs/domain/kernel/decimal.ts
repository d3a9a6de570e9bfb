/**
 * Decimals travel as strings (contract, "Conventions") and are computed with as exact integers: a
 * `Decimal` is `units / 10^scale`. Binary floating point never carries a price or an amount.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL_SHAPE = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * Longest decimal that is read at all; a longer one is an attack. Otherwise a decimal's length is judged
 * where its tick or scale is known, not by its shape (contract, "Conventions").
 */
export const DECIMAL_LENGTH_MAX = 4_096;

/** Whether `text` has the one shape in which decimals are written: no exponent, no leading zeros. */
export function isDecimal(text: unknown): text is string {
  return typeof text === 'string' && text.length <= DECIMAL_LENGTH_MAX && DECIMAL_SHAPE.test(text);
}

/**
 * Reads a decimal exactly; trailing zeros are dropped, so equal values are equal structures.
 * @throws RangeError when `text` does not have the shape of {@link isDecimal}
 */
export function parseDecimal(text: string): Decimal {
  if (!isDecimal(text))
    throw new RangeError(`${JSON.stringify(text).slice(0, 80)} is not a decimal`);
  const point = text.indexOf('.');
  if (point < 0) return { units: BigInt(text), scale: 0 };
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  if (end === point + 1) return { units: BigInt(text.slice(0, point)), scale: 0 };
  return {
    units: BigInt(text.slice(0, point) + text.slice(point + 1, end)),
    scale: end - point - 1,
  };
}

/** Writes `units / 10^scale` with exactly `scale` decimals, such as `formatUnits(-5n, 2)` = "-0.05". */
export function formatUnits(units: bigint, scale: number): string {
  if (scale === 0) return units.toString();
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Writes a decimal with at least `scaleMin` decimals and no further trailing zeros. */
export function formatDecimal(value: Decimal, scaleMin = 0): string {
  if (value.scale >= scaleMin) return formatUnits(value.units, value.scale);
  return formatUnits(value.units * 10n ** BigInt(scaleMin - value.scale), scaleMin);
}

/**
 * The integer number of `10^-scale` units in `value`, or undefined when it has more digits than that
 * (a price off its grid, a cent cut in half): the caller says what is wrong, nothing is rounded.
 */
export function toUnits(value: Decimal, scale: number): bigint | undefined {
  if (value.scale > scale) return undefined;
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** The nearest double, for analytics only: never booked. */
export function toNumber(value: Decimal): number {
  return Number(formatUnits(value.units, value.scale));
}

/** -1, 0 or 1 as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale);
  const left = a.units * 10n ** BigInt(scale - a.scale);
  const right = b.units * 10n ** BigInt(scale - b.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}
