import { exp } from '#libs/domain/numerics/exp.js';
import { log } from '#libs/domain/numerics/log.js';
import { datesUpTo } from '../prices/business-days.js';
import type { Random } from '../random/random.js';
import { CRISIS, HISTORY_END, type LiveMarket } from './live-markets.js';
import { atTheMoneyAt, nextLevel } from './volatility-walk.js';

export const HISTORY_DAYS = 1_500;
/** Dates and closes, oldest first. */
export type Closes = readonly (readonly [date: string, close: string])[];

/** What a made-up price history depends on. */
export type HistoryTerms = Pick<
  LiveMarket,
  'lastClose' | 'dailyVolatility' | 'decimals' | 'tradesOnWeekends'
>;

/** Volatility that clusters: its logarithm wanders about its mean with a memory of some weeks. */
const LOG_VOLATILITY_MEMORY = 0.96;
const LOG_VOLATILITY_CHANGE = 0.12;
const CRISIS_FACTOR = 2.8;
/** Now and then a day is worse than normal numbers have it. */
const SHOCK_PROBABILITY = 0.012;
const SHOCK_SIZE = 3.2;
const VOLATILITY_DECIMALS = 4;

/**
 * Makes up daily closes of a market, for models that need a past: volatility clusters, some days are
 * far out, and there is one time of stress. The same random stream gives the same closes; the last one
 * is the market's `lastClose`.
 * @param leader closes that this market went along with, on the same dates
 * @returns dates and closes, oldest first
 */
export function syntheticHistory(
  market: HistoryTerms & Pick<LiveMarket, 'follows'>,
  random: Random,
  leader?: Closes,
): [string, string][] {
  const dates = datesUpTo(HISTORY_END, HISTORY_DAYS, market.tradesOnWeekends);
  const own = logReturns(dates, market.dailyVolatility, random);
  const returns = leader ? ledReturns(own, leader, market.follows?.correlation ?? 0) : own;
  const closes: [string, string][] = [];
  let close = Number(market.lastClose);
  // Backwards, since the last close is the one that is given.
  for (let i = dates.length - 1; i >= 0; i--) {
    closes.push([dates[i] ?? '', close.toFixed(market.decimals)]);
    close /= exp(returns[i] ?? 0);
  }
  return closes.reverse();
}

function logReturns(dates: readonly string[], dailyVolatility: number, random: Random): number[] {
  let logVolatility = 0;
  return dates.map((date) => {
    logVolatility = LOG_VOLATILITY_MEMORY * logVolatility + LOG_VOLATILITY_CHANGE * random.normal();
    const stressed = date >= CRISIS.from && date <= CRISIS.to ? CRISIS_FACTOR : 1;
    const shock = random.chance(SHOCK_PROBABILITY) ? SHOCK_SIZE : 1;
    return dailyVolatility * exp(logVolatility) * stressed * shock * random.normal();
  });
}

function ledReturns(own: readonly number[], leader: Closes, correlation: number): number[] {
  const rest = Math.sqrt(1 - correlation * correlation);
  const led = returnsOf(leader);
  return own.map((move, i) => correlation * (led[i] ?? 0) + rest * move);
}

function returnsOf(closes: Closes): number[] {
  return closes.map(([, close], i) =>
    i === 0 ? 0 : log(Number(close) / Number(closes[i - 1]?.[1] ?? close)),
  );
}

/** At-the-money volatilities of a past, by tenor. */
export interface VolatilityHistory {
  /** In the order of the tenors asked for. */
  readonly closes: readonly [string, string][][];
  /** Where the level of the market stands after the last day. */
  readonly level: number;
}

/**
 * Makes up what options cost in a past of prices: their volatility rose when prices fell.
 * @param years of the tenors
 */
export function syntheticVolatilities(
  market: LiveMarket,
  prices: Closes,
  years: readonly number[],
  random: Random,
): VolatilityHistory {
  const closes = years.map((): [string, string][] => []);
  const moves = returnsOf(prices);
  let level = 0;
  for (const [i, [date]] of prices.entries()) {
    level = nextLevel(market, level, 1, moves[i] ?? 0, random);
    for (const [t, tenor] of years.entries()) {
      closes[t]?.push([date, atTheMoneyAt(market, level, tenor).toFixed(VOLATILITY_DECIMALS)]);
    }
  }
  return { closes, level };
}
