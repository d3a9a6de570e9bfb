import { DAY_MS } from '#libs/domain/kernel/instant.js';
import { log } from '#libs/domain/numerics/log.js';
import type { ReturnKind } from '#libs/domain/reference-data/model.js';
import type { TimeBand } from './price-feed-settings.js';

/** How the price of an underlying moves: what its daily volatility is measured in. */
export interface PriceDynamics {
  readonly returns: ReturnKind;
  /** Of shifted-log, else 0. */
  readonly shift: number;
  /** Per root day; price points where returns are absolute. */
  readonly dailyVolatility: number;
}

/** The largest move in `elapsedMs` from `price`, in the unit of the returns (margin-model.md j.6). */
export function bandWidth(
  band: TimeBand,
  dynamics: PriceDynamics,
  price: number,
  elapsedMs: number,
): number {
  const days = Math.max(0, elapsedMs) / DAY_MS;
  const floor = dynamics.returns === 'absolute' ? band.floor * Math.abs(price) : band.floor;
  return Math.max(floor, band.sigmas * dynamics.dailyVolatility * Math.sqrt(days));
}

/**
 * The size of the move between two prices in the unit of the returns: |ln(to/from)|, with the shift
 * added to both for shifted-log, or |to - from|. Infinite where there is no logarithm.
 */
export function moveSize(dynamics: PriceDynamics, from: number, to: number): number {
  if (dynamics.returns === 'absolute') return Math.abs(to - from);
  const [before, after] = [from + dynamics.shift, to + dynamics.shift];
  return before > 0 && after > 0 ? Math.abs(log(after / before)) : Infinity;
}
