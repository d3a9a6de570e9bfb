import { addDays } from './business-days.js';

const FRIDAY = 5;
const WEEK_DAYS = 7;

/** The first third Friday of a month on or after a date. */
export function monthlyExpiryFrom(date: string): string {
  const first = `${date.slice(0, 7)}-01`;
  const expiry = thirdFridayOf(first);
  if (expiry >= date) return expiry;
  const nextMonth = addDays(first, 32);
  return thirdFridayOf(`${nextMonth.slice(0, 7)}-01`);
}

function thirdFridayOf(firstOfMonth: string): string {
  const weekday = new Date(`${firstOfMonth}T00:00:00.000Z`).getUTCDay();
  const firstFriday = (FRIDAY - weekday + WEEK_DAYS) % WEEK_DAYS;
  return addDays(firstOfMonth, firstFriday + 2 * WEEK_DAYS);
}
