import { parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
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
 * The symbols whose 5-minute returns are taken while the ladder is on: of each
 * underlying its own, then its perpetuals by name, then its futures from the earliest expiry on.
 * Options are not among them: their prices are no returns of the underlying.
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
    const listed = reference.instrumentsOfUnderlying.get(underlying.id) ?? [];
    const symbols = ofUnderlying(underlying, listed);
    byUnderlying.set(underlying.id, symbols);
    for (const each of symbols) bySymbol.set(each.symbol, each);
  }
  return { bySymbol, byUnderlying };
}

function ofUnderlying(underlying: Underlying, listed: readonly InstrumentEntry[]): SampledSymbol[] {
  const { id, returns: kind, returnShift } = underlying;
  const shift =
    kind === 'shifted-log' && returnShift !== undefined ? toNumber(parseDecimal(returnShift)) : 0;
  const common = { underlying: id, terms: { kind, shift } };
  const instruments = listed.filter(({ type }) => type !== 'option').toSorted(perpetualsFirst);
  return [
    { symbol: id, expiryMs: undefined, ...common },
    ...instruments.map((entry) => ({ symbol: entry.id, expiryMs: entry.expiryMs, ...common })),
  ];
}

function perpetualsFirst(a: InstrumentEntry, b: InstrumentEntry): number {
  const [first, second] = [a.expiryMs ?? -Infinity, b.expiryMs ?? -Infinity];
  if (first !== second) return first < second ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
