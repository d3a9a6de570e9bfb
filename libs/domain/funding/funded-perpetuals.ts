import type { FundingTerms } from '#libs/domain/reference-data/model.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
import { HOUR_MS } from './funding-limits.js';

/** A perpetual whose holders pay each other funding. */
export interface FundedPerpetual {
  readonly id: string;
  readonly entry: InstrumentEntry;
  /** Symbol of the index. */
  readonly index: string;
  readonly terms: FundingTerms;
  readonly intervalMs: number;
}

/** Which perpetuals pay funding. */
export interface FundedPerpetuals {
  readonly byId: ReadonlyMap<string, FundedPerpetual>;
  /** By the symbols whose prices matter to them: their own and those of their indices. */
  readonly bySymbol: ReadonlyMap<string, readonly FundedPerpetual[]>;
}

/** Follows from the reference data alone; kept since every price asks for it. */
const known = new WeakMap<ReferenceIndex, FundedPerpetuals>();

/** The perpetuals that have a `funding` block. */
export function fundedPerpetuals(reference: ReferenceIndex): FundedPerpetuals {
  let perpetuals = known.get(reference);
  if (!perpetuals) known.set(reference, (perpetuals = listed(reference)));
  return perpetuals;
}

function listed(reference: ReferenceIndex): FundedPerpetuals {
  const byId = new Map<string, FundedPerpetual>();
  const bySymbol = new Map<string, FundedPerpetual[]>();
  for (const entry of reference.instruments.values()) {
    const { terms: instrument, id } = entry;
    if (instrument.type !== 'perpetual') continue;
    const { funding: terms, index } = instrument;
    if (!terms || index === undefined) continue;
    const perpetual = { id, entry, index, terms, intervalMs: terms.intervalHours * HOUR_MS };
    byId.set(id, perpetual);
    for (const symbol of new Set([id, index]))
      bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), perpetual]);
  }
  return { byId, bySymbol };
}
