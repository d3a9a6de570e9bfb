import { isRecord, ownValue, type JsonRecord } from './part-reader.js';
import { CURRENCY_SCALE_MAX, ENTRIES_READ_MAX } from './reference-data-limits.js';

/** What a reference to an instrument needs to know of it, as far as the document says it. */
export interface KnownInstrument {
  readonly type: unknown;
  readonly underlying: unknown;
  readonly expiry: unknown;
}

/**
 * The names that a document defines, gathered before it is read, so that a reference can be checked
 * where it stands, whatever the order of the parts and whatever else is wrong with what it names.
 */
export interface KnownNames {
  readonly baseCurrency: string;
  /** Decimals by currency; undefined where the document gives none that can be used. */
  readonly currencies: ReadonlyMap<string, number | undefined>;
  readonly liquidationGroups: ReadonlyMap<string, unknown>;
  readonly underlyings: ReadonlyMap<string, unknown>;
  readonly instruments: ReadonlyMap<string, KnownInstrument>;
  readonly assets: ReadonlyMap<string, unknown>;
  readonly assetClasses: ReadonlyMap<string, unknown>;
  /** Symbols that prices come under besides those ids: of indices and of collateral. */
  readonly priceSymbols: ReadonlyMap<string, unknown>;
}

export function gatherKnownNames(document: JsonRecord): KnownNames {
  const baseCurrency = ownValue(document, 'baseCurrency');
  const instruments = entriesOf(document, 'instruments');
  const collateral = entriesOf(document, 'collateral');
  return {
    baseCurrency: typeof baseCurrency === 'string' ? baseCurrency : '',
    currencies: currencyScales(document),
    liquidationGroups: namesUnder(entriesOf(document, 'liquidationGroups'), 'id'),
    underlyings: namesUnder(entriesOf(document, 'underlyings'), 'id'),
    instruments: knownInstruments(instruments),
    assets: namesUnder(collateral, 'asset'),
    assetClasses: namesUnder(collateral, 'class'),
    priceSymbols: new Map([
      ...namesUnder(instruments, 'index'),
      ...namesUnder(collateral, 'priceSymbol'),
    ]),
  };
}

function entriesOf(document: JsonRecord, list: string): readonly unknown[] {
  const value = ownValue(document, list);
  return Array.isArray(value) ? value.slice(0, ENTRIES_READ_MAX) : [];
}

function namesUnder(entries: readonly unknown[], name: string): Map<string, unknown> {
  const names = new Map<string, unknown>();
  for (const entry of entries) {
    const id = isRecord(entry) ? ownValue(entry, name) : undefined;
    if (typeof id === 'string') names.set(id, entry);
  }
  return names;
}

function knownInstruments(entries: readonly unknown[]): Map<string, KnownInstrument> {
  const known = new Map<string, KnownInstrument>();
  for (const entry of entries) {
    const id = isRecord(entry) ? ownValue(entry, 'id') : undefined;
    if (!isRecord(entry) || typeof id !== 'string' || known.has(id)) continue;
    const [type, underlying] = [ownValue(entry, 'type'), ownValue(entry, 'underlying')];
    known.set(id, { type, underlying, expiry: ownValue(entry, 'expiry') });
  }
  return known;
}

function currencyScales(document: JsonRecord): Map<string, number | undefined> {
  const scales = new Map<string, number | undefined>();
  const currencies = ownValue(document, 'currencies');
  if (!isRecord(currencies)) return scales;
  for (const [currency, definition] of Object.entries(currencies)) {
    const scale = isRecord(definition) ? ownValue(definition, 'scale') : undefined;
    const usable =
      Number.isInteger(scale) && Number(scale) >= 0 && Number(scale) <= CURRENCY_SCALE_MAX;
    scales.set(currency, usable ? Number(scale) : undefined);
  }
  return scales;
}
