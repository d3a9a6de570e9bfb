import { returnOn, type StressFactor } from './stress-factor.js';
import type { StressClass, StressGroup } from './stress-class.js';
import type { StressScenario } from './stress-scenario.js';

/**
 * What a factor of a class returns in a scenario, in the factor's return kind; a configured move is a log
 * move whatever the kind. What a scenario says nothing of does not move.
 */
export function classReturn(
  scenario: StressScenario,
  of: StressClass,
  factor: StressFactor,
): number {
  switch (scenario.kind) {
    case 'HISTORICAL':
      return scenario.multiple * historicalReturn(scenario.date, of, factor);
    case 'CONFIGURED':
      return scenario.multiple * configuredMove(scenario.moves, factor);
    case 'HYPOTHETICAL':
    case 'CORRELATION_BREAK': {
      if (factor.isVolatility) return scenario.volatility;
      const sign = scenario.flipped === of.underlying ? -1 : 1;
      return sign * scenario.multiple * of.largestMove + 0;
    }
  }
}

/** The same of an exchange rate: classes move in hypothetical scenarios, currencies do not. */
export function currencyReturn(scenario: StressScenario, factor: StressFactor): number {
  if (scenario.kind === 'HISTORICAL')
    return scenario.multiple * (returnOn(factor, scenario.date) ?? 0);
  if (scenario.kind === 'CONFIGURED')
    return scenario.multiple * configuredMove(scenario.moves, factor);
  return 0;
}

/**
 * What happened to the factor by that date. A bucket or a perpetual without a return takes that of the
 * underlying's price, a tenor that of the nearest other tenor; what nobody has a close of did not move.
 */
function historicalReturn(date: string, of: StressClass, factor: StressFactor): number {
  const own = returnOn(factor, date);
  if (own !== undefined) return own;
  if (!factor.isVolatility) return returnOn(of.price, date) ?? 0;
  for (const other of of.volatilities) {
    const shared = returnOn(other, date);
    if (shared !== undefined) return shared;
  }
  return 0;
}

function configuredMove(
  moves: Readonly<Record<string, string>>,
  { request }: StressFactor,
): number {
  const { history, shockedLike, shockedAgainst } = request;
  const named = [history.symbol, ...shockedLike].find((symbol) => Object.hasOwn(moves, symbol));
  if (named !== undefined) return Number(moves[named]);
  const against = shockedAgainst !== undefined && Object.hasOwn(moves, shockedAgainst);
  return against ? 0 - Number(moves[shockedAgainst]) : 0;
}

/** Every factor of a group with what it returns in a scenario. */
export function* factorsOf({ classes, currencies }: StressGroup): Generator<{
  readonly factor: StressFactor;
  readonly returnIn: (scenario: StressScenario) => number;
}> {
  for (const of of classes)
    for (const factor of [of.price, ...of.prices, ...of.volatilities])
      yield { factor, returnIn: (scenario) => classReturn(scenario, of, factor) };
  for (const factor of currencies)
    yield { factor, returnIn: (scenario) => currencyReturn(scenario, factor) };
}
