import type { InstrumentEntry, ReferenceIndex } from './reference-index.js';

/** A symbol whose prices say where an underlying stands. */
export interface LeadingSymbol {
  readonly symbol: string;
  /** Of a future, else undefined. */
  readonly expiryMs: number | undefined;
}

/** Follows from the reference data alone; kept since every price asks for it. By underlying. */
const known = new WeakMap<ReferenceIndex, Map<string, readonly LeadingSymbol[]>>();

/**
 * The symbols that speak for an underlying, in the order in which they do: its own, then its perpetuals
 * by name, then its futures from the earliest expiry on. Options are not among them.
 */
export function leadingSymbols(
  reference: ReferenceIndex,
  underlying: string,
): readonly LeadingSymbol[] {
  let symbols = known.get(reference);
  if (!symbols) known.set(reference, (symbols = new Map()));
  let ordered = symbols.get(underlying);
  if (!ordered) symbols.set(underlying, (ordered = inOrder(reference, underlying)));
  return ordered;
}

function inOrder(reference: ReferenceIndex, underlying: string): readonly LeadingSymbol[] {
  const listed = reference.instrumentsOfUnderlying.get(underlying) ?? [];
  const instruments = listed.filter(({ type }) => type !== 'option').toSorted(perpetualsFirst);
  return [
    { symbol: underlying, expiryMs: undefined },
    ...instruments.map(({ id, expiryMs }) => ({ symbol: id, expiryMs })),
  ];
}

function perpetualsFirst(a: InstrumentEntry, b: InstrumentEntry): number {
  const [first, second] = [a.expiryMs ?? -Infinity, b.expiryMs ?? -Infinity];
  if (first !== second) return first < second ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
