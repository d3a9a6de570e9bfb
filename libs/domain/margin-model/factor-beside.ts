import { dailyReturns } from './daily-returns.js';
import {
  factorScenarios,
  frameOf,
  type FactorRequest,
  type HorizonSettings,
  type ScenarioSettings,
} from './build-scenario-set.js';
import type { PriceHistory } from './price-history.js';
import type { FactorScenarios, ScenarioSet } from './scenario-set.js';

/** Share of the dates of a look-back on which a factor may lack a close and still stand beside a set. */
const MISSING_SHARE_MAX = 0.05;

/**
 * The scenarios of a factor that is no part of a set, on the set's dates (margin-model.md g.4): what
 * lies beside positions may not take dates from them. Between two dates of which one has no close it
 * stands still: it is not filled forward, which would double the return after (b.1).
 * @returns undefined where it has too little history on these dates, or a close without logarithm
 */
export function factorBeside(
  set: ScenarioSet,
  group: HorizonSettings,
  settings: ScenarioSettings,
  request: FactorRequest,
): FactorScenarios | undefined {
  const { history, returnKind, shift } = request;
  const closes = closesOn(set.dates, history);
  const window = closes.slice(-(settings.lookback + settings.burnIn + 1));
  const missing = window.filter((close) => close === undefined).length;
  if (window.length === 0 || missing > MISSING_SHARE_MAX * window.length) return undefined;
  const hasLogarithms = closes.every((close) => close === undefined || close + shift > 0);
  if (returnKind !== 'absolute' && !hasLogarithms) return undefined;
  const daily = new Float64Array(closes.length - 1);
  for (let i = 0; i < daily.length; i++) {
    const [before, after] = [closes[i], closes[i + 1]];
    if (before === undefined || after === undefined) continue;
    daily[i] = dailyReturns(Float64Array.of(before, after), returnKind, shift)[0] ?? 0;
  }
  return factorScenarios(frameOf(group, settings, set.dates), request, daily);
}

/** The closes of a history on ascending dates; undefined where it has none. */
function closesOn(dates: readonly string[], history: PriceHistory): (number | undefined)[] {
  let cursor = 0;
  return dates.map((date) => {
    while (cursor < history.dates.length && history.dates[cursor]! < date) cursor += 1;
    return history.dates[cursor] === date ? history.closes[cursor] : undefined;
  });
}
