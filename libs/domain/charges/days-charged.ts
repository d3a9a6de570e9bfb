import { DAY_MS } from '#libs/domain/kernel/instant.js';
import type { Closing } from './charge-state.js';

/** Days of the year that rates are for: ACT/360 (clearing-house.yaml, `cashInterest`). */
export const DAYS_OF_YEAR = 360n;

/**
 * Calendar days from a closing to the end of a business date: over a weekend three.
 * @returns zero where nothing was closed before that date
 */
export function daysCharged(closing: Closing | undefined, date: string | undefined): bigint {
  if (!closing || date === undefined || date <= closing.date) return 0n;
  const ms = Date.parse(`${date}T00:00:00.000Z`) - Date.parse(`${closing.date}T00:00:00.000Z`);
  return BigInt(Math.round(ms / DAY_MS));
}
