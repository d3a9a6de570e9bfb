import { YEAR_HOLIDAYS } from './year-document.js';

const FIRST_DAY = '2026-01-05';
const DAY_MS = 86_400_000;

/** The first business days of the simulated year, as dates. */
export function businessDays(count: number): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(FIRST_DAY); days.length < count; ms += DAY_MS) {
    const date = new Date(ms).toISOString().slice(0, 10);
    const weekday = new Date(ms).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !YEAR_HOLIDAYS.includes(date)) days.push(date);
  }
  return days;
}
