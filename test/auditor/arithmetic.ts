/** An exact number: `n / d`, d positive. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** Reads a decimal, exactly. */
export function fraction(text: string): Fraction {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`"${text}" is not a decimal`);
  const [whole = '', decimals = ''] = text.split('.');
  return { n: BigInt(whole + decimals), d: 10n ** BigInt(decimals.length) };
}

/** A decimal in units of its last place, such as cents. @throws RangeError where it has more places */
export function units(text: string, scale: number): bigint {
  const { n, d } = fraction(text);
  const scaled = n * 10n ** BigInt(scale);
  if (scaled % d !== 0n) throw new RangeError(`${text} has more than ${scale} decimals`);
  return scaled / d;
}

/** The decimal of so many units. */
export function decimal(amount: bigint, scale: number): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sign = amount < 0n ? '-' : '';
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - scale)}`;
}

/** The greatest integer that is not above `n / d`. */
export const floor = (n: bigint, d: bigint): bigint => (n % d < 0n ? n / d - 1n : n / d);

/** The nearest integer, of two that are equally near the even one. */
export function halfEven(n: bigint, d: bigint): bigint {
  const below = floor(n, d);
  const twice = 2n * (n - below * d);
  if (twice === d) return below % 2n === 0n ? below : below + 1n;
  return twice > d ? below + 1n : below;
}

/**
 * Parts `numerator / d` that add up to nothing, each rounded down, what is left over given to the largest
 * remainders, equal ones by name.
 */
export function shareOut(parts: ReadonlyMap<string, bigint>, d: bigint): Map<string, bigint> {
  const rounded = new Map([...parts].map(([name, n]) => [name, floor(n, d)]));
  const remainder = (name: string): bigint =>
    (parts.get(name) ?? 0n) - (rounded.get(name) ?? 0n) * d;
  const order = [...parts.keys()].sort((a, b) => {
    const [ofA, ofB] = [remainder(a), remainder(b)];
    return ofA === ofB ? (a < b ? -1 : 1) : ofA > ofB ? -1 : 1;
  });
  const missing = -[...rounded.values()].reduce((sum, each) => sum + each, 0n);
  for (const name of order.slice(0, Number(missing)))
    rounded.set(name, (rounded.get(name) ?? 0n) + 1n);
  return rounded;
}
