import { DAY_MS, utcDate } from '#libs/domain/kernel/instant.js';

const midnightMs = (date: string): number => Date.parse(`${date}T00:00:00.000Z`);

/** The date so many days later (or earlier). */
export function addDays(date: string, days: number): string {
  return utcDate(midnightMs(date) + days * DAY_MS);
}

/** Days from one date to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnightMs(to) - midnightMs(from)) / DAY_MS);
}

/** Whether a date is a Saturday or a Sunday. */
export function isWeekend(date: string): boolean {
  const weekday = new Date(midnightMs(date)).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** The first weekday after a date. */
export function nextWeekday(date: string): string {
  let next = addDays(date, 1);
  while (isWeekend(next)) next = addDays(next, 1);
  return next;
}

/** The last `count` dates up to `last`, oldest first, with or without weekends. */
export function datesUpTo(last: string, count: number, withWeekends: boolean): string[] {
  const dates: string[] = [];
  for (let date = last; dates.length < count; date = addDays(date, -1)) {
    if (withWeekends || !isWeekend(date)) dates.push(date);
  }
  return dates.reverse();
}
