import { exp } from '#libs/domain/numerics/exp.js';
import { datesUpTo } from '../prices/business-days.js';
import type { Random } from '../random/random.js';
import { CRISIS, HISTORY_END, type LiveMarket } from './live-markets.js';

export const HISTORY_DAYS = 1_500;

/** Volatility that clusters: its logarithm wanders about its mean with a memory of some weeks. */
const LOG_VOLATILITY_MEMORY = 0.96;
const LOG_VOLATILITY_CHANGE = 0.12;
const CRISIS_FACTOR = 2.8;
/** Now and then a day is worse than normal numbers have it. */
const SHOCK_PROBABILITY = 0.012;
const SHOCK_SIZE = 3.2;

/**
 * Makes up daily closes of a market, for models that need a past: volatility clusters, some days are
 * far out, and there is one time of stress. The same random stream gives the same closes; the last one
 * is the market's `lastClose`.
 * @returns dates and closes, oldest first
 */
export function syntheticHistory(market: LiveMarket, random: Random): [string, string][] {
  const dates = datesUpTo(HISTORY_END, HISTORY_DAYS, market.tradesOnWeekends);
  const returns = logReturns(dates, market.dailyVolatility, random);
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
