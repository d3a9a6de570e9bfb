import { isWeekend, addDays } from '../prices/business-days.js';
import { Random } from '../random/random.js';
import { MARKETS } from '../replay/markets.js';
import type { MarketCloses } from '../replay/plan-replay.js';
import type { Close } from '../replay/read-closes.js';

/** Made-up closes of all replayed markets, on weekdays from 2001-01-01 on. */
export function madeUpMarkets(days: number): MarketCloses[] {
  return MARKETS.map((market, i) => ({
    market,
    closes: madeUpCloses(market.underlying, days, 100 * (i + 1)),
  }));
}

function madeUpCloses(name: string, days: number, start: number): Close[] {
  const random = new Random(name);
  const closes: Close[] = [];
  let close = start;
  for (let date = '2001-01-01'; closes.length < days; date = addDays(date, 1)) {
    if (isWeekend(date)) continue;
    close *= 1 + 0.01 * random.normal();
    closes.push([date, close.toFixed(2)]);
  }
  return closes;
}
