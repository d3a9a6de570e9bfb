import { Random } from '../random/random.js';
import { LIVE_MARKETS, LIVE_RATES } from './live-markets.js';
import { syntheticHistory, syntheticVolatilities, type Closes } from './synthetic-history.js';

/** The past is the same at every start: what the clearing house has already changes nothing. */
const SEED = 'demonstration-history';

/** The tenors of the volatility factors, by what follows `.VOL` in their symbols. */
export const VOLATILITY_TENORS = [
  { suffix: '', years: 30 / 365 },
  { suffix: '@365', years: 1 },
] as const;

/** The made-up past of the demonstration. */
export interface MadeUpPast {
  /** Closes by symbol of the factor. */
  readonly histories: ReadonlyMap<string, Closes>;
  /** Where the volatility of each market stands after it, by underlying. */
  readonly volatilityLevels: ReadonlyMap<string, number>;
}

/**
 * Makes up the past of all markets and exchange rates.
 * @param withOptions underlyings whose volatility is a factor too
 */
export function madeUpPast(withOptions: ReadonlySet<string>): MadeUpPast {
  const random = new Random(SEED);
  const histories = new Map<string, Closes>();
  const volatilityLevels = new Map<string, number>();
  for (const market of LIVE_MARKETS) {
    const { underlying, follows } = market;
    const leader = follows && histories.get(follows.underlying);
    const closes = syntheticHistory(market, random.fork(underlying), leader);
    histories.set(underlying, closes);
    const years = VOLATILITY_TENORS.map((tenor) => tenor.years);
    const volatilities = random.fork(`${underlying}.VOL`);
    const past = syntheticVolatilities(market, closes, years, volatilities);
    volatilityLevels.set(underlying, past.level);
    if (!withOptions.has(underlying)) continue;
    for (const [i, { suffix }] of VOLATILITY_TENORS.entries()) {
      histories.set(`${underlying}.VOL${suffix}`, past.closes[i] ?? []);
    }
  }
  for (const rate of LIVE_RATES) {
    const terms = { ...rate, tradesOnWeekends: false };
    histories.set(rate.pair, syntheticHistory(terms, random.fork(rate.pair)));
  }
  return { histories, volatilityLevels };
}
