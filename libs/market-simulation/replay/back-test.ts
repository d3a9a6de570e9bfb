import type { Lots } from '../messages.js';
import type { ReplayPlan } from './plan-replay.js';

/** What an account held and had to cover at the end of a day, as the clearing house published it. */
export interface DayRecord {
  readonly account: string;
  /** Index into the plan's dates. */
  readonly day: number;
  /** Base currency. */
  readonly requirement: number;
  /** By instrument, after the day's cycle. */
  readonly lots: Lots;
}

/** A day's requirement beside what its positions lost afterwards; positive is a loss. */
export interface ComparedDay {
  readonly date: string;
  readonly requirement: number;
  /** What the positions are worth at the settlement prices, long and short added up. */
  readonly positionValue: number;
  /** Over the next business day; undefined on the last. */
  readonly nextDayLoss: number | undefined;
  /** Over the next two business days, the horizon of the model; undefined on the last two. */
  readonly twoDayLoss: number | undefined;
}

/** Losses beyond the requirement. */
export interface Exceedances {
  /** Days whose loss is known and whose account held something. */
  readonly days: number;
  readonly count: number;
  /** The largest amount by which a loss was above the requirement; 0 without one. */
  readonly worstShortfall: number;
  readonly worstDate: string | undefined;
}

const CENTS = 100;

/**
 * Compares each day's requirement with what the positions of that day lost over the next day and the
 * next two, held still: trades of later days are not the requirement's to cover.
 */
export function compareDays(
  plan: ReplayPlan,
  records: readonly DayRecord[],
): Map<string, ComparedDay[]> {
  const byAccount = new Map<string, ComparedDay[]>();
  for (const record of records) {
    const { account, day, requirement } = record;
    const compared: ComparedDay = {
      date: plan.dates[day] ?? '',
      requirement,
      positionValue: valueOf(plan, record),
      nextDayLoss: lossOver(plan, record, 1),
      twoDayLoss: lossOver(plan, record, 2),
    };
    const days = byAccount.get(account);
    if (days) days.push(compared);
    else byAccount.set(account, [compared]);
  }
  return byAccount;
}

function valueOf(plan: ReplayPlan, { day, lots }: DayRecord): number {
  return plan.markets.reduce((sum, { market, ticks }) => {
    const held = lots.get(market.instrument) ?? 0;
    return sum + Math.abs(held * (ticks[day] ?? 0) * market.tickValueMinor) / CENTS;
  }, 0);
}

function lossOver(plan: ReplayPlan, { day, lots }: DayRecord, days: number): number | undefined {
  if (day + days >= plan.dates.length) return undefined;
  let cents = 0;
  for (const { market, ticks } of plan.markets) {
    const held = lots.get(market.instrument) ?? 0;
    const moved = (ticks[day + days] ?? 0) - (ticks[day] ?? 0);
    cents -= held * moved * market.tickValueMinor;
  }
  return cents / CENTS;
}

/** Counts the days whose loss was above the requirement. */
export function exceedances(
  days: readonly ComparedDay[],
  horizon: 'nextDayLoss' | 'twoDayLoss',
): Exceedances {
  const known = days.filter((day) => day[horizon] !== undefined && day.requirement > 0);
  let count = 0;
  let worstShortfall = 0;
  let worstDate: string | undefined;
  for (const { date, requirement, [horizon]: loss = 0 } of known) {
    const shortfall = loss - requirement;
    if (shortfall <= 0) continue;
    count += 1;
    if (shortfall > worstShortfall) {
      worstShortfall = shortfall;
      worstDate = date;
    }
  }
  return { days: known.length, count, worstShortfall, worstDate };
}
