import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import {
  type Decimal,
  formatDecimal,
  formatUnits,
  parseDecimal,
} from '#libs/domain/kernel/decimal.js';
import { type Rational, roundToEven } from '#libs/domain/numerics/rational.js';

/** How quanta and minor units become money of the base currency. */
export interface MoneyUnits {
  readonly quantum: Decimal;
  /** Decimals of the base currency. */
  readonly scale: number;
}

export function unitsOf(house: HouseState): MoneyUnits {
  const { data, baseScale } = referenceOf(house);
  return { quantum: parseDecimal(data.model.quantum), scale: baseScale };
}

/** Quanta in major units, with every digit. */
export function quantaText(quanta: number, { quantum, scale }: MoneyUnits): string {
  return formatDecimal({ units: BigInt(quanta) * quantum.units, scale: quantum.scale }, scale);
}

/** An exact amount in minor units, rounded half-even as components of a requirement are. */
export function moneyText(minor: Rational, { scale }: MoneyUnits): string {
  return formatUnits(roundToEven(minor), scale);
}

/** A fraction as a decimal of at most so many decimals, rounded half-even, without trailing zeros. */
export function fractionText({ numerator, denominator }: Rational, decimals: number): string {
  const units = roundToEven({ numerator: numerator * 10n ** BigInt(decimals), denominator });
  return formatUnits(units, decimals).replace(/\.?0+$/, '');
}

/** An analytic number as a decimal of at most so many decimals; nothing is booked on it. */
export function numberText(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/\.?0+$/, '');
}
