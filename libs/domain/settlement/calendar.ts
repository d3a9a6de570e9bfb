import type { CycleType } from '#libs/domain/events/settlement-events.js';
import { DAY_MS, MINUTE_MS, utcDate } from '#libs/domain/kernel/instant.js';
import type { Calendar, Weekday } from '#libs/domain/reference-data/model.js';

/** A cycle that the calendar asks for. */
export interface ScheduledCycle {
  readonly atMs: number;
  readonly type: CycleType;
  readonly businessDate: string;
}

/** No calendar is closed for longer; past it there is nothing scheduled. */
const LOOK_AHEAD_DAYS = 30;

const DAYS: readonly Weekday[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Whether a date is one on which cycles run. */
export function isBusinessDay(calendar: Calendar, date: string): boolean {
  const weekday = DAYS[new Date(`${date}T00:00:00.000Z`).getUTCDay()];
  if (weekday !== undefined && calendar.weekend.includes(weekday)) return false;
  return !calendar.holidays.includes(date);
}

/** The first cycle of the calendar after an instant; undefined when none follows within a month. */
export function nextScheduledCycle(
  calendar: Calendar,
  afterMs: number,
): ScheduledCycle | undefined {
  for (let day = -1; day <= LOOK_AHEAD_DAYS; day++) {
    const date = utcDate(afterMs + day * DAY_MS);
    if (!isBusinessDay(calendar, date)) continue;
    const next = cyclesOf(calendar, date).find(({ atMs }) => atMs > afterMs);
    if (next) return next;
  }
  return undefined;
}

/** The date of an instant in the calendar's time zone; in UTC without a calendar. */
export function businessDateOf(calendar: Calendar | undefined, ms: number): string {
  if (!calendar) return utcDate(ms);
  return utcDate(ms + offsetMs(calendar.timezone, ms));
}

/** The first instant of the date after the one of `ms`, in the calendar's time zone; in UTC without one. */
export function startOfNextDate(calendar: Calendar | undefined, ms: number): number {
  const timezone = calendar?.timezone ?? '';
  const known = dates.get(timezone);
  if (known && known.startMs <= ms && ms < known.endMs) return known.endMs;
  const date = businessDateOf(calendar, ms);
  const startMs = startOfDate(calendar, date);
  const endMs = startOfDate(calendar, utcDate(Date.parse(`${date}T00:00:00.000Z`) + DAY_MS));
  dates.set(timezone, { startMs, endMs });
  return endMs;
}

/** The date that was asked for last, by time zone: many ask for the same, and the clocks of a zone are slow. */
const dates = new Map<string, { readonly startMs: number; readonly endMs: number }>();

/** The first instant of a date in the calendar's time zone; in UTC without one. */
export function startOfDate(calendar: Calendar | undefined, date: string): number {
  return calendar
    ? localInstant(calendar.timezone, date, '00:00')
    : Date.parse(`${date}T00:00:00.000Z`);
}

function cyclesOf(calendar: Calendar, date: string): ScheduledCycle[] {
  const at = (time: string, type: CycleType): ScheduledCycle => ({
    atMs: localInstant(calendar.timezone, date, time),
    type,
    businessDate: date,
  });
  return [
    ...calendar.intraday.map((time) => at(time, 'INTRADAY')),
    at(calendar.endOfDay, 'EOD'),
  ].sort((a, b) => a.atMs - b.atMs);
}

/**
 * The instant at which clocks in a time zone show a time. A time that daylight saving skips is read with
 * the offset before the change; of one that comes twice it is the first.
 */
function localInstant(timezone: string, date: string, time: string): number {
  const asUtc = Date.parse(`${date}T${time}:00.000Z`);
  const before = offsetMs(timezone, asUtc - DAY_MS);
  const after = offsetMs(timezone, asUtc + DAY_MS);
  const first = asUtc - before;
  if (offsetMs(timezone, first) === before) return first;
  const second = asUtc - after;
  return offsetMs(timezone, second) === after ? second : first;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetMs(timezone: string, ms: number): number {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timezone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = value;
  const shown = Date.parse(
    `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}.000Z`,
  );
  return Math.round((shown - ms) / MINUTE_MS) * MINUTE_MS;
}
