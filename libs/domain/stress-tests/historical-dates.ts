import { DAY_MS } from '#libs/domain/kernel/instant.js';
import { element } from '#libs/domain/numerics/element.js';
import {
  DATES_PER_CLASS_MAX,
  DAYS_APART_MIN,
  HISTORICAL_DATES_MAX,
  JOINT_DATES_MAX,
} from './stress-limits.js';
import { NAMED_CRISES, type NamedCrisis } from './named-crises.js';
import type { StressClass } from './stress-class.js';

/** A date on which a horizon ended, with the name of the crisis that it stands for, if any. */
export interface StressDate {
  readonly date: string;
  readonly crisis?: string;
}

interface SizedDate {
  readonly date: string;
  readonly size: number;
}

/**
 * The dates of historical scenarios (margin-model.md h.5 (i)), ascending, each once: of each named
 * crisis and stress period the largest joint move, the largest joint moves ever, and the largest falls
 * and rises of each class. Dates of one list are some days apart.
 * @param periods stress periods of the margin model; each gives its largest joint move
 */
export function historicalDates(
  classes: readonly StressClass[],
  periods: readonly Omit<NamedCrisis, 'name'>[],
): StressDate[] {
  const joint = jointSizes(classes);
  const found = new Map<string, StressDate>();
  const take = ({ date }: SizedDate, crisis?: string): void => {
    if (found.size >= HISTORICAL_DATES_MAX && !found.has(date)) return;
    if (crisis !== undefined) found.set(date, { date, crisis });
    else if (!found.has(date)) found.set(date, { date });
  };
  for (const { name, from, to } of NAMED_CRISES) {
    const worst = largest(joint.filter(({ date }) => date >= from && date <= to));
    if (worst) take(worst, name);
  }
  for (const { from, to } of periods) {
    const worst = largest(joint.filter(({ date }) => date >= from && date <= to));
    if (worst) take(worst);
  }
  for (const date of largestApart(joint, JOINT_DATES_MAX)) take(date);
  const perClass = datesPerClass(classes.length);
  for (const { price } of classes) {
    for (const sign of [-1, 1]) {
      const signed = price.dates.map((date, i) => ({
        date,
        size: sign * element(price.returns, i),
      }));
      for (const date of largestApart(signed, perClass)) take(date);
    }
  }
  return [...found.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function datesPerClass(classes: number): number {
  const room = Math.floor((HISTORICAL_DATES_MAX - JOINT_DATES_MAX) / Math.max(1, 2 * classes));
  return Math.max(1, Math.min(DATES_PER_CLASS_MAX, room));
}

/** The mean over the classes with a return on a date of its size in the class's own root mean square. */
function jointSizes(classes: readonly StressClass[]): SizedDate[] {
  const sums = new Map<string, { total: number; classes: number }>();
  for (const { price } of classes) {
    const { dates, returns } = price;
    const scale = Math.sqrt(returns.reduce((sum, r) => sum + r * r, 0) / (returns.length || 1));
    if (!(scale > 0)) continue;
    dates.forEach((date, i) => {
      const held = sums.get(date) ?? { total: 0, classes: 0 };
      held.total += Math.abs(element(returns, i)) / scale;
      held.classes += 1;
      sums.set(date, held);
    });
  }
  return [...sums].map(([date, { total, classes: n }]) => ({ date, size: total / n }));
}

function largest(dates: readonly SizedDate[]): SizedDate | undefined {
  return [...dates].sort(bySize)[0];
}

/** The dates of the largest sizes above 0, no two of them in one storm. */
function largestApart(dates: readonly SizedDate[], count: number): SizedDate[] {
  const picked: SizedDate[] = [];
  for (const date of [...dates].sort(bySize)) {
    if (picked.length >= count || !(date.size > 0)) break;
    if (picked.every((other) => daysBetween(other.date, date.date) >= DAYS_APART_MIN))
      picked.push(date);
  }
  return picked;
}

const bySize = (a: SizedDate, b: SizedDate): number =>
  b.size - a.size || (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);

const daysBetween = (a: string, b: string): number =>
  Math.abs(Date.parse(a) - Date.parse(b)) / DAY_MS;
