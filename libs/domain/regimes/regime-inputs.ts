import type { RegimeInputs } from '#libs/domain/add-ons/regime-ladder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { DAY_MS } from '#libs/domain/kernel/instant.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';
import { dayNumber } from './business-day.js';
import { periodStartMs, sampledVolatility } from './intraday-sampling.js';
import { sampledSymbols, type SampledSymbol } from './sampled-symbols.js';
import { scenarioKey } from './scenario-key.js';

/**
 * The daily volatility that the scenarios of an underlying are scaled to, before any rung and in the
 * unit of its returns; undefined for an underlying without scenarios.
 */
export type ScenarioVolatility = (underlying: string) => number | undefined;

/** A volatility whose last return is older does not count; no market is closed for longer. */
const AGE_DAYS_MAX = 5;

/** What the ratio of an underlying's ladder is made of on a day; what is unknown is left out. */
export function regimeInputs(
  house: HouseState,
  underlying: string,
  day: number,
  scenarioVolatility: ScenarioVolatility,
): RegimeInputs {
  const intraday = leadVolatility(house, underlying, day);
  // Asked for only where there is something to compare: it may mean building scenarios.
  const scenarios = intraday === undefined ? undefined : scenarioVolatility(underlying);
  const implied = impliedLevels(house, underlying);
  return {
    ...(intraday === undefined || scenarios === undefined
      ? {}
      : { intraday: { now: intraday, scenarios } }),
    ...(implied === undefined ? {} : { implied }),
  };
}

/**
 * The intraday volatility of the symbol that speaks for an underlying: of its own symbol, its
 * perpetuals and its futures by expiry, the first that has one. A symbol whose prices come once a day
 * has none, and leaves the word to the next. A future speaks to the end of the date on which it
 * expires, so that on one date the same returns always lead to the same answer.
 */
function leadVolatility(house: HouseState, underlying: string, day: number): number | undefined {
  const { reference, regimes } = house;
  const symbols = reference && sampledSymbols(reference).byUnderlying.get(underlying);
  for (const each of symbols ?? []) {
    const sampling = regimes.intraday.get(each.symbol);
    const volatility = sampling && sampledVolatility(sampling);
    if (volatility === undefined || sampling?.lastReturn === undefined) continue;
    const lastDay = Math.floor(periodStartMs(sampling.lastReturn) / DAY_MS);
    if (day - lastDay > AGE_DAYS_MAX || isOver(house, each, day)) continue;
    return volatility;
  }
  return undefined;
}

function isOver(house: HouseState, { expiryMs }: SampledSymbol, day: number): boolean {
  if (expiryMs === undefined || expiryMs >= (house.ledgerTimeMs ?? expiryMs)) return false;
  return dayNumber(businessDateOf(house.reference?.data.calendar, expiryMs)) < day;
}

/** Once scenarios were built anew, the volatility in force then is the reference. */
function impliedLevels(house: HouseState, underlying: string): RegimeInputs['implied'] {
  const held = house.regimes.implied.get(underlying);
  if (!held) return undefined;
  const { now, reference, referenceKey } = held;
  return { now, reference: referenceKey === scenarioKey(house, underlying) ? reference : now };
}
