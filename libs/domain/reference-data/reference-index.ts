import { parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { parseInstant } from '#libs/domain/kernel/instant.js';
import type {
  Account,
  CollateralAsset,
  Instrument,
  InstrumentType,
  LiquidationGroup,
  Member,
  ReferenceData,
  Underlying,
} from './model.js';
import { tickGridOf, type TickGrid } from './price-ticks.js';

/** An instrument with its terms parsed once, for the path that every trade and price takes. */
export interface InstrumentEntry {
  readonly id: string;
  readonly type: InstrumentType;
  readonly underlying: string;
  readonly liquidationGroup: string;
  readonly currency: string;
  /** Decimals of `currency`. */
  readonly currencyScale: number;
  /** As the file writes it, such as "0.25". */
  readonly tickSize: string;
  readonly tick: TickGrid;
  /** Value of one tick of one lot, in minor units of `currency`. */
  readonly tickValueMinor: number;
  /** Major units of `currency` per price point and lot; for analytics, never booked. */
  readonly multiplier: number;
  /** Undefined for perpetuals. */
  readonly expiryMs: number | undefined;
  /** Price points; undefined but for options; for analytics. */
  readonly strike: number | undefined;
  /** The terms as the file has them. */
  readonly terms: Instrument;
}

export interface AccountEntry {
  /** MEMBER/ACCOUNT. */
  readonly id: string;
  readonly member: Member;
  readonly account: Account;
}

/**
 * A reference-data document with its look-ups. It is plain data and a function of the document
 * alone: never changed, but built anew when the document changes.
 */
export interface ReferenceIndex {
  readonly data: ReferenceData;
  readonly baseCurrency: string;
  /** Decimals of the base currency. */
  readonly baseScale: number;
  /** Decimals by currency. */
  readonly currencyScales: ReadonlyMap<string, number>;
  readonly members: ReadonlyMap<string, Member>;
  /** By MEMBER/ACCOUNT. */
  readonly accounts: ReadonlyMap<string, AccountEntry>;
  readonly liquidationGroups: ReadonlyMap<string, LiquidationGroup>;
  readonly underlyings: ReadonlyMap<string, Underlying>;
  readonly instruments: ReadonlyMap<string, InstrumentEntry>;
  readonly instrumentsOfUnderlying: ReadonlyMap<string, readonly InstrumentEntry[]>;
  /** By asset. */
  readonly collateral: ReadonlyMap<string, CollateralAsset>;
}

/** @param data a validated document; @throws InvariantViolation where one refers to nothing */
export function indexReferenceData(data: ReferenceData): ReferenceIndex {
  const currencyScales = new Map(
    Object.entries(data.currencies).map(([currency, { scale }]) => [currency, scale]),
  );
  const underlyings = byId(data.underlyings);
  const instruments = byId(
    data.instruments.map((terms) => indexInstrument(terms, underlyings, currencyScales)),
  );
  return {
    data,
    baseCurrency: data.baseCurrency,
    baseScale: scaleOf(currencyScales, data.baseCurrency),
    currencyScales,
    members: byId(data.members),
    accounts: byId(data.members.flatMap(accountsOf)),
    liquidationGroups: byId(data.liquidationGroups),
    underlyings,
    instruments,
    instrumentsOfUnderlying: byUnderlying(instruments.values()),
    collateral: new Map(data.collateral.map((asset) => [asset.asset, asset])),
  };
}

function byId<T extends { readonly id: string }>(entries: readonly T[]): Map<string, T> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function byUnderlying(instruments: Iterable<InstrumentEntry>): Map<string, InstrumentEntry[]> {
  const classes = new Map<string, InstrumentEntry[]>();
  for (const instrument of instruments) {
    const others = classes.get(instrument.underlying);
    if (others === undefined) classes.set(instrument.underlying, [instrument]);
    else others.push(instrument);
  }
  return classes;
}

function accountsOf(member: Member): AccountEntry[] {
  return member.accounts.map((account) => ({ id: `${member.id}/${account.id}`, member, account }));
}

function scaleOf(currencyScales: ReadonlyMap<string, number>, currency: string): number {
  const scale = currencyScales.get(currency);
  invariant(scale !== undefined, () => `the currency ${currency} is not in the reference data`);
  return scale;
}

function indexInstrument(
  terms: Instrument,
  underlyings: ReadonlyMap<string, Underlying>,
  currencyScales: ReadonlyMap<string, number>,
): InstrumentEntry {
  const { id, type, underlying, currency, tickSize, tickValueMinor } = terms;
  const group = underlyings.get(underlying)?.liquidationGroup;
  invariant(group !== undefined, () => `the underlying ${underlying} is not in the reference data`);
  const currencyScale = scaleOf(currencyScales, currency);
  const tick = tickGridOf(tickSize);
  return {
    id,
    type,
    underlying,
    liquidationGroup: group,
    currency,
    currencyScale,
    tickSize,
    tick,
    tickValueMinor,
    // One division of whole numbers, so that a multiplier which a double can hold comes out exact.
    multiplier: (tickValueMinor * 10 ** tick.scale) / (tick.unitsNumber * 10 ** currencyScale),
    expiryMs: terms.type === 'perpetual' ? undefined : parseInstant(terms.expiry),
    strike: terms.type === 'option' ? toNumber(parseDecimal(terms.strike)) : undefined,
    terms,
  };
}
