import { invariant } from '#libs/domain/kernel/assert.js';
import { DAY_MS, parseInstant } from '#libs/domain/kernel/instant.js';
import { yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import type { LiquidationGroup, Underlying } from '#libs/domain/reference-data/model.js';
import type { VolatilitySurface } from '#libs/domain/volatility/volatility-surface.js';

/** What a row depends on besides its own terms, its price and its model. */
export interface RowInputs {
  readonly underlying: Underlying;
  readonly group: LiquidationGroup;
  /** The valuation instant; undefined before any, when nothing has aged. */
  readonly nowMs: number | undefined;
  /** Multiples of the exchange rate by scenario, where the rate is a risk factor. */
  readonly rateFactors: Float64Array | undefined;
}

/** A surface is what a row of an option cannot do without. */
export interface OptionInputs extends RowInputs {
  readonly surface: VolatilitySurface;
}

/** ACT/365F from the valuation instant to an expiry, at least 0. */
export function yearsTo(expiry: string, nowMs: number | undefined): number {
  return nowMs === undefined ? 0 : yearsToExpiry(instantOf(expiry), nowMs);
}

/** Days from the valuation instant to an expiry, at least 0. */
export function daysTo(expiry: string, nowMs: number | undefined): number {
  return nowMs === undefined ? 0 : Math.max(0, instantOf(expiry) - nowMs) / DAY_MS;
}

function instantOf(text: string): number {
  const ms = parseInstant(text);
  invariant(ms !== undefined, () => `${text} is not an instant`);
  return ms;
}
