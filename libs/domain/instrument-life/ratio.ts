import { formatDecimal, formatUnits, parseDecimal } from '#libs/domain/kernel/decimal.js';
import {
  multiply,
  rational,
  rationalFromDecimal,
  roundToEven,
  type Rational,
} from '#libs/domain/numerics/rational.js';

/** New lots for old ones: 3 for 1 in a split, 1 for 10 where shares are put together. */
export interface AdjustmentRatio {
  readonly to: number;
  readonly from: number;
}

/** No corporate action has a larger number on either side. */
export const RATIO_MAX = 1_000;
const WRITTEN = /^([1-9]\d{0,3}):([1-9]\d{0,3})$/;

/** Reads a ratio such as "3:1" in lowest terms; undefined where it is none, or says that nothing changes. */
export function readRatio(text: string): AdjustmentRatio | undefined {
  const [, to = '', from = ''] = WRITTEN.exec(text) ?? [];
  const [a, b] = [Number(to), Number(from)];
  if (a < 1 || b < 1 || a > RATIO_MAX || b > RATIO_MAX || a === b) return undefined;
  const divisor = greatestCommonDivisor(a, b);
  return { to: a / divisor, from: b / divisor };
}

export const ratioText = ({ to, from }: AdjustmentRatio): string => `${to}:${from}`;

/** What lots are multiplied with. */
export const ofLots = ({ to, from }: AdjustmentRatio): Rational =>
  rational(BigInt(to), BigInt(from));

/** What prices are multiplied with. */
export const ofPrices = ({ to, from }: AdjustmentRatio): Rational =>
  rational(BigInt(from), BigInt(to));

/** A decimal times a factor, where it is a decimal of at most so many decimals; else undefined. */
export function exactTimes(text: string, factor: Rational, scaleMax: number): string | undefined {
  const { numerator, denominator } = multiply(rationalFromDecimal(text), factor);
  const scaled = numerator * 10n ** BigInt(scaleMax);
  if (scaled % denominator !== 0n) return undefined;
  return plain(scaled / denominator, scaleMax);
}

/** The same, rounded half to even where it is none. */
export function nearlyTimes(text: string, factor: Rational, scale: number): string {
  const exact = multiply(rationalFromDecimal(text), factor);
  const units = roundToEven(multiply(exact, rational(10n ** BigInt(scale))));
  return plain(units, scale);
}

/** Without trailing zeros. */
const plain = (units: bigint, scale: number): string =>
  formatDecimal(parseDecimal(formatUnits(units, scale)));

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
