import { formatUnits, parseDecimal } from '#libs/domain/kernel/decimal.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';

/** The prices of an instrument: the multiples of `units / 10^scale`. */
export interface TickGrid {
  /** The tick size in units of the last decimal it is written with: 50 for "0.50", 5 for "0.5". */
  readonly units: bigint;
  /** The same as a number; it is a safe integer (TICK_SIZE_MAX, TICK_SCALE_MAX). */
  readonly unitsNumber: number;
  /** Decimals that the tick size is written with, and so those of every price that goes out. */
  readonly scale: number;
}

export type PriceInTicks =
  | { readonly kind: 'ticks'; readonly ticks: number }
  /** Between two prices of the grid, which are named as they would be written. */
  | { readonly kind: 'off-tick'; readonly below: string; readonly above: string }
  /** More ticks than a safe integer counts. */
  | { readonly kind: 'too-large' };

/** The grid of a tick size as the file writes it, such as "0.25"; it is positive and validated. */
export function tickGridOf(tickSize: string): TickGrid {
  const point = tickSize.indexOf('.');
  const scale = point < 0 ? 0 : tickSize.length - point - 1;
  const units = BigInt(tickSize.replace('.', ''));
  return { units, unitsNumber: Number(units), scale };
}

/**
 * Reads a price into whole ticks, exactly: nothing is rounded. Trailing zeros mean nothing; zero
 * and negative prices are prices.
 * @param price a decimal string of the contract's shape, such as "5010.25"
 * @throws RangeError when `price` has another shape; messages are checked for that before
 */
export function priceToTicks(instrument: { readonly tick: TickGrid }, price: string): PriceInTicks {
  const { tick } = instrument;
  const units = shortUnits(price, tick.scale);
  if (units === undefined) return longPriceToTicks(tick, price);
  if (units % tick.unitsNumber !== 0) return longPriceToTicks(tick, price);
  // A price of "-0.00" would make the negative zero, which is no other price than zero.
  return { kind: 'ticks', ticks: units === 0 ? 0 : units / tick.unitsNumber };
}

/** The price of so many ticks, with the decimals of the tick size: 20000 at "0.25" is "5000.00". */
export function ticksToPrice(instrument: { readonly tick: TickGrid }, ticks: number): string {
  const { units, unitsNumber, scale } = instrument.tick;
  const product = ticks * unitsNumber;
  if (!Number.isSafeInteger(product)) return formatUnits(BigInt(ticks) * units, scale);
  const digits = String(Math.abs(product)).padStart(scale + 1, '0');
  const sign = product < 0 ? '-' : '';
  if (scale === 0) return sign + digits;
  const point = digits.length - scale;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;
/** So many digits always make a safe integer. */
const SAFE_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: SAFE_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * The price in units of `10^-scale`, for prices of the usual shape and length; undefined for all
 * others, which the exact arithmetic takes. No big integers here: this runs once per trade.
 */
function shortUnits(price: string, scale: number): number | undefined {
  const start = price.charCodeAt(0) === MINUS ? 1 : 0;
  const { length } = price;
  if (length === start || length > SAFE_DIGITS) return undefined;
  if (price.charCodeAt(start) === ZERO && length > start + 1) {
    if (price.charCodeAt(start + 1) !== POINT) return undefined;
  }
  let value = 0;
  let point = -1;
  for (let at = start; at < length; at++) {
    const code = price.charCodeAt(at);
    if (code >= ZERO && code <= NINE) value = value * 10 + (code - ZERO);
    else if (code === POINT && point < 0 && at > start) point = at;
    else return undefined;
  }
  const decimals = point < 0 ? 0 : length - point - 1;
  if (decimals === 0 && point >= 0) return undefined;
  const zeros = scale - decimals;
  if (zeros < 0 || length + zeros > SAFE_DIGITS) return undefined;
  const units = value * (POWERS_OF_TEN[zeros] ?? Number.NaN);
  return start === 1 ? -units : units;
}

function longPriceToTicks(tick: TickGrid, price: string): PriceInTicks {
  const value = parseDecimal(price);
  const scale = Math.max(value.scale, tick.scale);
  const priceUnits = value.units * 10n ** BigInt(scale - value.scale);
  const tickUnits = tick.units * 10n ** BigInt(scale - tick.scale);
  const below = floorDiv(priceUnits, tickUnits);
  const isOnTick = below * tickUnits === priceUnits;
  if (!isSafe(below) || (!isOnTick && !isSafe(below + 1n))) return { kind: 'too-large' };
  if (isOnTick) return { kind: 'ticks', ticks: Number(below) };
  return {
    kind: 'off-tick',
    below: formatUnits(below * tick.units, tick.scale),
    above: formatUnits((below + 1n) * tick.units, tick.scale),
  };
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}
