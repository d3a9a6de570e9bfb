import { DAY_MS, MINUTE_MS } from '#libs/domain/kernel/instant.js';

const YEAR_MS = 365 * DAY_MS;

/** Years from `nowMs` to `expiryMs`, ACT/365F; 0 from the expiry on (margin-model.md section 0). */
export function yearsToExpiry(expiryMs: number, nowMs: number): number {
  return Math.max(0, expiryMs - nowMs) / YEAR_MS;
}

/**
 * The "now" of pricing: the ledger's time rounded down to the valuation interval (minutes, a whole
 * positive number), so that rows stay valid between two steps.
 */
export function valuationInstant(nowMs: number, intervalMinutes: number): number {
  const intervalMs = intervalMinutes * MINUTE_MS;
  return Math.floor(nowMs / intervalMs) * intervalMs;
}

/**
 * What is left of `years` at the liquidation horizon, where scenario values are taken (margin-model.md
 * b.4): `horizonDays` of `yearDays` a year (252 business days, 365 where every day trades). An option
 * that expires before has 0 left and is worth its intrinsic value at the scenario price.
 */
export function yearsAtHorizon(years: number, horizonDays: number, yearDays: number): number {
  return Math.max(0, years - horizonDays / yearDays);
}
