import { formatDecimal, parseDecimal } from '#libs/domain/kernel/decimal.js';
import { rational } from '#libs/domain/numerics/rational.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { TICK_SCALE_MAX } from '#libs/domain/reference-data/reference-data-limits.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { exactTimes, type AdjustmentRatio } from './ratio.js';

/** How the prices of an instrument are counted after an adjustment. */
export interface AdjustedGrid {
  readonly tickSize: string;
  readonly tickValueMinor: number;
  /** The old tick is so many new ones: the value of a point and lot stays what it is. */
  readonly finer: number;
}

/** How often a tick may be divided: decimals that stay decimals, and the ratio itself. */
const DIVISIONS = [1, 2, 4, 5, 10, 20, 25, 50, 100] as const;

/** Ticks before, as ticks of the new grid; undefined where the price falls between two. */
export function ticksOn(
  { finer }: AdjustedGrid,
  { to, from }: AdjustmentRatio,
  ticks: number,
): number | undefined {
  const product = BigInt(ticks) * BigInt(from) * BigInt(finer);
  if (product % BigInt(to) !== 0n) return undefined;
  const after = Number(product / BigInt(to));
  return Number.isSafeInteger(after) ? after : undefined;
}

/**
 * The coarsest grid on which all of some prices fall exactly: the tick that there is, or a part of it
 * with its part of the value. Undefined where there is none.
 * @param ticks prices of the instrument before, in ticks
 */
export function adjustedGrid(
  { tickSize, tickValueMinor }: InstrumentEntry,
  ratio: AdjustmentRatio,
  ticks: readonly number[],
): AdjustedGrid | undefined {
  const divisions = [...new Set([...DIVISIONS, ratio.to])].sort((a, b) => a - b);
  for (const finer of divisions) {
    if (tickValueMinor % finer !== 0) continue;
    const finerSize = exactTimes(tickSize, rational(1n, BigInt(finer)), TICK_SCALE_MAX);
    if (finerSize === undefined) continue;
    const written = finer === 1 ? tickSize : withDecimalsOf(tickSize, finerSize);
    const grid = { tickSize: written, tickValueMinor: tickValueMinor / finer, finer };
    if (ticks.every((each) => ticksOn(grid, ratio, each) !== undefined)) return grid;
  }
  return undefined;
}

/** Prices go on with at least the decimals that they had. */
const withDecimalsOf = (tickSize: string, finerSize: string): string =>
  formatDecimal(parseDecimal(finerSize), tickSize.split('.')[1]?.length ?? 0);

/** A price in ticks; undefined where it is on no tick, as a strike may be. */
export function ticksIn(entry: InstrumentEntry, price: string): number | undefined {
  const ticks = priceToTicks(entry, price);
  return ticks.kind === 'ticks' ? ticks.ticks : undefined;
}
