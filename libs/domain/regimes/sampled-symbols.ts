import { parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import { leadingSymbols } from '#libs/domain/reference-data/leading-symbols.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import type { Underlying } from '#libs/domain/reference-data/model.js';
import type { ReturnTerms } from './intraday-sampling.js';

/** A symbol whose prices are sampled. */
export interface SampledSymbol {
  readonly symbol: string;
  readonly underlying: string;
  readonly terms: ReturnTerms;
  /** Of a future, else undefined. */
  readonly expiryMs: number | undefined;
}

/** Which symbols are sampled for the volatility ladder. */
export interface SampledSymbols {
  readonly bySymbol: ReadonlyMap<string, SampledSymbol>;
  /** In the order in which they speak for the underlying. */
  readonly byUnderlying: ReadonlyMap<string, readonly SampledSymbol[]>;
}

const NONE: SampledSymbols = { bySymbol: new Map(), byUnderlying: new Map() };

/** Follows from the reference data alone; kept since every price asks for it. */
const known = new WeakMap<ReferenceIndex, SampledSymbols>();

/**
 * The symbols whose 5-minute returns are taken while the ladder is on: those that speak for their
 * underlying. Options are not among them: their prices are no returns of the underlying.
 */
export function sampledSymbols(reference: ReferenceIndex): SampledSymbols {
  let symbols = known.get(reference);
  if (!symbols) {
    symbols = symbolsOf(reference);
    known.set(reference, symbols);
  }
  return symbols;
}

function symbolsOf(reference: ReferenceIndex): SampledSymbols {
  if (!reference.data.model.regimeLadder.enabled) return NONE;
  const bySymbol = new Map<string, SampledSymbol>();
  const byUnderlying = new Map<string, SampledSymbol[]>();
  for (const underlying of reference.data.underlyings) {
    const symbols = ofUnderlying(reference, underlying);
    byUnderlying.set(underlying.id, symbols);
    for (const each of symbols) bySymbol.set(each.symbol, each);
  }
  return { bySymbol, byUnderlying };
}

function ofUnderlying(reference: ReferenceIndex, underlying: Underlying): SampledSymbol[] {
  const { id, returns: kind, returnShift } = underlying;
  const shift =
    kind === 'shifted-log' && returnShift !== undefined ? toNumber(parseDecimal(returnShift)) : 0;
  const common = { underlying: id, terms: { kind, shift } };
  return leadingSymbols(reference, id).map((each) => ({ ...each, ...common }));
}
