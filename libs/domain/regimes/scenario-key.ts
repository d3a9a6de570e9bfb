import type { HouseState } from '#libs/domain/house/house-state.js';
import type { CloseSeries } from '#libs/domain/market/market-state.js';
import { currentBusinessDate } from './business-day.js';
import { scenarioSymbols } from './scenario-symbols.js';

/**
 * The key of the scenarios that an underlying is margined on. With a new one the implied volatility in
 * force then is what later ones are compared with (margin-model.md d.3, "IV_ref").
 */
export function scenarioKey(house: HouseState, underlying: string): string {
  return groupScenarioKey(house, house.reference?.underlyings.get(underlying)?.liquidationGroup);
}

/**
 * Names the closes that the scenarios of a liquidation group are built from: the version of the
 * histories, and how many settled closes of each factor count by the business date. A new key means
 * that the scenarios are built anew.
 */
export function groupScenarioKey(house: HouseState, group: string | undefined): string {
  const { reference, market } = house;
  const date = currentBusinessDate(house);
  const counts: number[] = [];
  if (reference && group !== undefined)
    for (const symbol of scenarioSymbols(reference, group))
      counts.push(countBefore(market.settled.get(symbol), date));
  return `${market.historyVersion} ${counts.join()}`;
}

/** How many closes are of a date before `date`. */
function countBefore(series: CloseSeries | undefined, date: string | undefined): number {
  if (!series || date === undefined) return 0;
  let [low, high] = [0, series.dates.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((series.dates[middle] ?? date) < date) low = middle + 1;
    else high = middle;
  }
  return low;
}
