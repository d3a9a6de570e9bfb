import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import type { KnownNames } from './known-names.js';
import type { MoveScenario } from './model.js';
import { readList, readPart, type PartReader } from './part-reader.js';
import { readDecimalMap } from './read-decimal-map.js';
import { readIdentifier } from './read-values.js';
import { MOVES_PER_SCENARIO_MAX, SCENARIOS_MAX } from './reference-data-limits.js';
import { suggestName } from './suggest-name.js';
import { UniqueNames } from './unique-names.js';

const TENOR_SUFFIX = /@[1-9]\d{0,4}$/;
const VOLATILITY_SUFFIX = /\.VOL$/;

/** Scenarios of joint moves, each with a name of its own; the moves are signed decimals. */
export function readMoveScenarios(
  part: PartReader,
  list: string,
  names: KnownNames,
): MoveScenario[] {
  const scenarioNames = new UniqueNames('name', part.findings);
  return readList(part, list, SCENARIOS_MAX, (value, path) =>
    readPart(value, path, part.findings, (scenario) => {
      const name = readIdentifier(scenario, 'name');
      scenarioNames.add(name, scenario.pathOf('name'));
      const checkKey = (factor: string): string | undefined => factorFault(factor, names);
      const moves = readDecimalMap(scenario, 'moves', MOVES_PER_SCENARIO_MAX, {}, checkKey);
      if (Object.keys(moves).length === 0) {
        scenario.error('moves', 'names no move; give at least one, such as SPX: "-0.20"');
      }
      return { name, moves };
    }),
  );
}

/**
 * What is wrong with the symbol of a risk factor (contract, "Reference data"): an underlying, an
 * instrument, a collateral asset or a currency pair, perhaps with `.VOL` or a tenor `@90` after it.
 */
function factorFault(factor: string, names: KnownNames): string | undefined {
  const base = factor.replace(TENOR_SUFFIX, '').replace(VOLATILITY_SUFFIX, '');
  const isKnown =
    isIdentifier(base) &&
    (names.underlyings.has(base) ||
      names.instruments.has(base) ||
      names.assets.has(base) ||
      names.priceSymbols.has(base) ||
      isCurrencyPair(base, names));
  if (isKnown) return undefined;
  const suggestion = suggestName(base, names.underlyings.keys());
  return (
    'is not the symbol of an underlying, an instrument, a collateral asset or a currency pair ' +
    `of this file, with .VOL or a tenor such as @90 behind it where one is meant${suggestion}`
  );
}

function isCurrencyPair(symbol: string, { currencies }: KnownNames): boolean {
  for (let at = 1; at < symbol.length; at++) {
    const [base, quote] = [symbol.slice(0, at), symbol.slice(at)];
    if (base !== quote && currencies.has(base) && currencies.has(quote)) return true;
  }
  return false;
}
