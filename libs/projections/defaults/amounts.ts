import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';

/** Adds decimals up exactly, with as many digits as the most precise of them has. */
export function sumOf(...amounts: readonly string[]): string {
  const parsed = amounts.map(parseDecimal);
  const scale = parsed.reduce((most, each) => Math.max(most, each.scale), 0);
  const units = parsed.reduce((sum, each) => sum + (toUnits(each, scale) ?? 0n), 0n);
  return formatUnits(units, scale);
}

/** Takes decimals from the first, exactly. */
export function differenceOf(from: string, ...taken: readonly string[]): string {
  return sumOf(from, ...taken.map(negated));
}

function negated(amount: string): string {
  const { units, scale } = parseDecimal(amount);
  return formatUnits(-units, scale);
}
