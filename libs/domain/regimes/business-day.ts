import type { HouseState } from '#libs/domain/house/house-state.js';
import { DAY_MS, isSameQuarterHour } from '#libs/domain/kernel/instant.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';

interface KnownDate {
  readonly ms: number;
  readonly date: string;
}

/** Dates of time zones are dear, and asked for again and again within a quarter of an hour. */
const known = new WeakMap<ReferenceIndex, KnownDate>();

/** The business date at the ledger's time; undefined before there is one. */
export function currentBusinessDate(house: HouseState): string | undefined {
  const { reference, ledgerTimeMs } = house;
  if (!reference || ledgerTimeMs === undefined) return undefined;
  const held = known.get(reference);
  if (held && isSameQuarterHour(held.ms, ledgerTimeMs)) return held.date;
  const date = businessDateOf(reference.data.calendar, ledgerTimeMs);
  known.set(reference, { ms: ledgerTimeMs, date });
  return date;
}

/** A date as a running number of calendar days. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00.000Z`) / DAY_MS;
