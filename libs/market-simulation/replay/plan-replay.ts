import { addDays } from '../prices/business-days.js';
import { TickGrid } from '../prices/tick-grid.js';
import type { MarketDefinition } from './markets.js';
import type { Close } from './read-closes.js';

/** Closes of a market over all time. */
export interface MarketCloses {
  readonly market: MarketDefinition;
  readonly closes: readonly Close[];
}

/** A market that takes part in a replay. */
export interface PlannedMarket {
  readonly market: MarketDefinition;
  readonly grid: TickGrid;
  /** What was known before the first day. */
  readonly history: readonly Close[];
  /** By day of the plan: the future's settlement price in ticks. */
  readonly ticks: readonly number[];
  /** By day of the plan: the factor's exact close, undefined on a day without one. */
  readonly closes: readonly (string | undefined)[];
  /** Whether any close up to the last day is zero or below: then returns are differences. */
  readonly hasNonPositiveClose: boolean;
}

export interface ReplayPlan {
  /** Business days, ascending. */
  readonly dates: readonly string[];
  readonly markets: readonly PlannedMarket[];
  /** Markets without data in the period, with the reason. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/** A market's closes must begin and end within so many days of the period's ends. */
const EDGE_DAYS = 10;

/**
 * Decides which markets are replayed over a period and what each day's prices are. Business days are
 * those of the first market that has data; another market without a close on one of them keeps its last
 * settlement price, and its price history gets no close that day.
 * @param from first date, included
 * @param to last date, included
 * @returns a plan without days when no market has data
 */
export function planReplay(all: readonly MarketCloses[], from: string, to: string): ReplayPlan {
  const leftOut: { name: string; reason: string }[] = [];
  const taken: MarketCloses[] = [];
  for (const candidate of all) {
    const reason = whyLeftOut(candidate.closes, from, to);
    if (reason === undefined) taken.push(candidate);
    else leftOut.push({ name: candidate.market.name, reason });
  }
  const dates = (taken[0]?.closes ?? [])
    .map(([date]) => date)
    .filter((date) => date >= from && date <= to);
  return { dates, leftOut, markets: taken.map((one) => planMarket(one, dates, from, to)) };
}

function whyLeftOut(closes: readonly Close[], from: string, to: string): string | undefined {
  const inside = closes.filter(([date]) => date >= from && date <= to);
  const first = inside[0]?.[0];
  const last = inside.at(-1)?.[0];
  if (first === undefined || last === undefined) return 'no closes in the period';
  if ((closes[0]?.[0] ?? from) >= from) return `no closes before ${from}`;
  if (first > addDays(from, EDGE_DAYS)) return `its closes begin on ${first}`;
  if (last < addDays(to, -EDGE_DAYS)) return `its closes end on ${last}`;
  return undefined;
}

function planMarket(
  { market, closes }: MarketCloses,
  dates: readonly string[],
  from: string,
  to: string,
): PlannedMarket {
  const grid = new TickGrid(market.tickSize);
  const history = closes.filter(([date]) => date < from);
  const byDate = new Map(closes);
  let last = history.at(-1)?.[1] ?? '0';
  const ofDays = dates.map((date) => byDate.get(date));
  const ticks = ofDays.map((close) => {
    last = close ?? last;
    return grid.nearest(last);
  });
  const hasNonPositiveClose = closes.some(([date, close]) => date <= to && Number(close) <= 0);
  return { market, grid, history, ticks, closes: ofDays, hasNonPositiveClose };
}
