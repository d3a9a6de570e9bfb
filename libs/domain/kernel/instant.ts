/** Instants are milliseconds since 1970 UTC; in messages ISO 8601 with milliseconds (contract). */

const ISO_INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/;
const ISO_DATE = /^\d{4}-\d\d-\d\d$/;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** Dates and clocks of every time zone change at a multiple of this. */
export const QUARTER_HOUR_MS = 900_000;

/** Reads an ISO 8601 UTC instant with milliseconds; undefined for any other text or an impossible date. */
export function parseInstant(text: unknown): number | undefined {
  if (typeof text !== 'string' || !ISO_INSTANT.test(text)) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== text) return undefined;
  return ms;
}

/** Writes an instant as the contract has it, such as 2026-11-20T14:03:22.123Z. */
export function formatInstant(ms: number): string {
  // Events of one batch share their instants.
  if (ms !== formatted.ms) formatted = { ms, text: new Date(ms).toISOString() };
  return formatted.text;
}

let formatted = { ms: 0, text: new Date(0).toISOString() };

/** Whether `text` is a date that exists, as YYYY-MM-DD. */
export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !ISO_DATE.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The UTC date of an instant, YYYY-MM-DD. */
export function utcDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Whether two instants have the same date everywhere: cheaper than asking for the dates. */
export function isSameQuarterHour(a: number, b: number): boolean {
  return Math.floor(a / QUARTER_HOUR_MS) === Math.floor(b / QUARTER_HOUR_MS);
}
