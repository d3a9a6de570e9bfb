import { currencySymbols, symbolsOfUnderlying } from '#libs/domain/margin-model/factor-symbols.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';

/** Follows from the reference data alone; by liquidation group. */
const known = new WeakMap<ReferenceIndex, Map<string, readonly string[]>>();

/**
 * Symbols of every factor that the scenarios of a liquidation group may be built from, each once: those
 * of its underlyings, its perpetuals, and the currencies in which its instruments settle.
 */
export function scenarioSymbols(reference: ReferenceIndex, group: string): readonly string[] {
  let groups = known.get(reference);
  if (!groups) known.set(reference, (groups = new Map()));
  let symbols = groups.get(group);
  if (!symbols) groups.set(group, (symbols = symbolsOf(reference, group)));
  return symbols;
}

function symbolsOf({ data, instruments }: ReferenceIndex, group: string): readonly string[] {
  const underlyings = data.underlyings.filter(({ liquidationGroup }) => liquidationGroup === group);
  const listed = [...instruments.values()].filter((each) => each.liquidationGroup === group);
  return [
    ...new Set([
      ...underlyings.flatMap(({ id }) => symbolsOfUnderlying(id)),
      ...listed.flatMap(({ id, type }) => (type === 'perpetual' ? [id] : [])),
      ...listed.flatMap(({ currency }) =>
        currency === data.baseCurrency ? [] : currencySymbols(currency, data.baseCurrency),
      ),
    ]),
  ];
}
