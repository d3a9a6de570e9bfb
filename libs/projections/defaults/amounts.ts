import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';

/** Adds decimals up exactly, written with as many digits as the longest of them. */
export function sumOf(...amounts: readonly string[]): string {
  const scale = amounts.reduce((most, amount) => Math.max(most, digitsOf(amount)), 0);
  const units = amounts.reduce((sum, amount) => sum + unitsOf(amount, scale), 0n);
  return formatUnits(units, scale);
}

/** Takes decimals from the first, exactly. */
export function differenceOf(from: string, ...taken: readonly string[]): string {
  const scale = [from, ...taken].reduce((most, amount) => Math.max(most, digitsOf(amount)), 0);
  const units = taken.reduce((left, amount) => left - unitsOf(amount, scale), unitsOf(from, scale));
  return formatUnits(units, scale);
}

const digitsOf = (amount: string): number => amount.split('.')[1]?.length ?? 0;

const unitsOf = (amount: string, scale: number): bigint =>
  toUnits(parseDecimal(amount), scale) ?? 0n;
