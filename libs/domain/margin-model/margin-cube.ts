import { invariant } from '#libs/domain/kernel/assert.js';
import { parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import {
  compare,
  multiply,
  rationalFromDecimal,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type {
  Instrument,
  LiquidationGroup,
  MarginModelSettings,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import type { VolatilitySurface } from '#libs/domain/volatility/volatility-surface.js';
import type { ClassModel, HistoricalModel } from './class-model.js';
import { measureTerms } from './core-measure.js';
import type { FactorsInUse } from './factor-requests.js';
import {
  currencyFactorKey,
  currencySymbols,
  MATURITY_DAYS,
  priceSymbol,
  symbolsOfUnderlying,
} from './factor-symbols.js';
import { groupScenarios, type GroupScenarios } from './group-scenarios.js';
import type { MarginFailure, ScenarioFailure } from './margin-failure.js';
import type { PriceHistory } from './price-history.js';
import { power10, Rates } from './rates.js';
import { buildRow, rowKey, type RowContext } from './row-builder.js';
import { isSameForClass } from './same-scenarios.js';
import type { ScenarioSet } from './scenario-set.js';
import type { UnitRow } from './unit-row.js';

export interface CubeSettings {
  readonly model: MarginModelSettings;
  readonly baseCurrency: string;
  /** Decimals of the minor unit by currency. */
  readonly currencies: Readonly<Record<string, { readonly scale: number }>>;
}

interface Listed {
  readonly terms: Instrument;
  priceTicks?: number;
  row?: UnitRow;
  /** What the row was built from. */
  key?: readonly unknown[];
  /** What was last answered, and at which version of the cube. */
  answer?: { readonly version: number; readonly row: Result<UnitRow, MarginFailure> };
}

/** Rates that charges of a class are made with. */
interface ChargeRates {
  readonly marginFloor: Rational;
  readonly shortOptionMinimum: Rational;
}

const NO_REGIMES: ReadonlyMap<string, number> = new Map();

/**
 * What requirements are computed from and what outlives a single one: the scenarios of each
 * liquidation group, the model of each class, and one row of unit P&L per instrument
 * (margin-model.md e.1). A row is kept for as long as all that it was built from is what it was, and
 * built again when it is next asked for. The cube is a function of what was put in; the order does
 * not matter, but for instruments, which come before the scenarios of their group.
 */
export class MarginCube {
  private readonly groups = new Map<string, LiquidationGroup>();
  private readonly underlyings = new Map<string, Underlying>();
  private readonly instruments = new Map<string, Listed>();
  private readonly classes = new Map<string, ClassModel>();
  /** With the terms of the group that they were built under. */
  private readonly scenarios = new Map<string, GroupScenarios & { group: LiquidationGroup }>();
  private readonly lotShares = new Map<string, number>();
  private readonly rates: Rates;
  private readonly buffers = new Map<string, Rational>();
  private readonly spots = new Map<string, number>();
  private readonly surfaces = new Map<string, VolatilitySurface>();
  private readonly chargeRates = new Map<string, ChargeRates>();
  private nowMs: number | undefined;
  private changes = 0;
  private termChanges = 0;
  /** Minor units of the base currency in one quantum of the unit P&L. */
  readonly minorPerQuantum: Rational;
  readonly stressWeight: Rational;
  readonly offsetShare: Rational;
  readonly baseScale: number;

  constructor(readonly settings: CubeSettings) {
    this.rates = new Rates(settings.baseCurrency, settings.currencies);
    this.baseScale = this.rates.scaleOf(settings.baseCurrency);
    const { quantum, stressWeight, offsetShare } = settings.model;
    this.minorPerQuantum = multiply(rationalFromDecimal(quantum), power10(this.baseScale));
    this.stressWeight = rationalFromDecimal(stressWeight);
    this.offsetShare = rationalFromDecimal(offsetShare);
  }

  /** Adds or replaces a group; its scenarios are those loaded after it. */
  setGroup(group: LiquidationGroup): void {
    this.changeTerms();
    this.groups.set(group.id, group);
  }

  /** Adds or replaces an underlying; call {@link loadScenarios} for its group afterwards. */
  setUnderlying(underlying: Underlying): void {
    this.changeTerms();
    this.chargeRates.delete(underlying.id);
    this.underlyings.set(underlying.id, underlying);
    this.setClass(underlying, { method: 'none' });
  }

  /** Adds or replaces an instrument. */
  setInstrument(terms: Instrument): void {
    this.changeTerms();
    this.lotShares.clear();
    const known = this.instruments.get(terms.id);
    const priced = known?.priceTicks === undefined ? {} : { priceTicks: known.priceTicks };
    this.instruments.set(terms.id, { terms, ...priced });
  }

  /**
   * Builds the scenarios of a group and decides the model of each of its classes: by history, by
   * scan where the class says so or lacks history, or none. A class for which they are what they were
   * keeps its model, and with it its rows.
   * @param histories closes by symbol
   * @param regimes rung of the volatility ladder by underlying
   */
  loadScenarios(
    groupId: string,
    histories: ReadonlyMap<string, PriceHistory>,
    regimes: ReadonlyMap<string, number> = NO_REGIMES,
  ): GroupScenarios {
    const group = this.group(groupId);
    const members = [...this.underlyings.values()]
      .filter(({ liquidationGroup }) => liquidationGroup === groupId)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const { model } = this.settings;
    const inUse = this.factorsInUse(groupId);
    const built = groupScenarios(group, model, members, inUse, histories, regimes);
    const isSameGroup = this.scenarios.get(groupId)?.group === group;
    this.scenarios.set(groupId, { ...built, group });
    const terms =
      built.set &&
      measureTerms(built.set.sizes, group.confidenceBp, this.stressWeight, this.minorPerQuantum);
    for (const underlying of members) {
      const factor = built.set?.factors.get(underlying.id);
      const reason = built.failures.get(underlying.id);
      if (built.set && terms && factor) {
        const { set } = built;
        if (isSameGroup && this.isSameFor(underlying.id, set, inUse)) continue;
        const hasMaturities = MATURITY_DAYS.some(
          (days) => days > 0 && set.factors.has(priceSymbol(underlying.id, days)),
        );
        this.setClass(underlying, { method: 'fhs', set, factor, terms, hasMaturities });
      } else {
        this.setClass(underlying, withoutHistory(underlying, reason));
      }
    }
    return built;
  }

  /** The last mark of an instrument, in ticks: a safe integer of any sign. */
  setPrice(instrument: string, priceTicks: number): void {
    invariant(Number.isSafeInteger(priceTicks), 'a price in ticks is an integer');
    const listed = this.instruments.get(instrument);
    invariant(listed, () => `no instrument ${instrument}`);
    if (listed.priceTicks !== priceTicks) this.changes += 1;
    listed.priceTicks = priceTicks;
  }

  /** An instrument has no mark any more; one that is not known has none anyway. */
  clearPrice(instrument: string): void {
    const listed = this.instruments.get(instrument);
    if (listed?.priceTicks === undefined) return;
    this.changes += 1;
    delete listed.priceTicks;
  }

  /** The price of an underlying itself, in points: what options without a future are on. */
  setSpot(underlying: string, points: number | undefined): void {
    if (this.spots.get(underlying) !== points) this.changes += 1;
    if (points === undefined) this.spots.delete(underlying);
    else this.spots.set(underlying, points);
  }

  /** The implied volatilities of an underlying; rows are kept for as long as it is the same object. */
  setSurface(underlying: string, surface: VolatilitySurface | undefined): void {
    if (this.surfaces.get(underlying) !== surface) this.changes += 1;
    if (surface === undefined) this.surfaces.delete(underlying);
    else this.surfaces.set(underlying, surface);
  }

  /** What the measure of a class is multiplied with (margin-model.md d.4a), at least 1. */
  setBuffer(underlying: string, factor: Rational): void {
    const before = this.buffers.get(underlying);
    if (!before || compare(before, factor) !== 0) this.changeTerms();
    this.buffers.set(underlying, factor);
  }

  /** The buffer of a class; undefined where it is 1. */
  bufferOf(underlying: string): Rational | undefined {
    const factor = this.buffers.get(underlying);
    return factor && factor.numerator !== factor.denominator ? factor : undefined;
  }

  /** The "now" of pricing, a step of the valuation interval (margin-model.md section 0). */
  setValuationInstant(nowMs: number | undefined): void {
    if (this.nowMs !== nowMs) this.changes += 1;
    this.nowMs = nowMs;
  }

  /** Units of the base currency for one unit of `currency`, a positive decimal string. */
  setExchangeRate(currency: string, rate: string): void {
    const before = this.rates.get(currency);
    this.rates.set(currency, rate);
    if (this.rates.get(currency) !== before) this.changes += 1;
  }

  /** There is no rate for `currency` any more. */
  clearExchangeRate(currency: string): void {
    if (this.rates.get(currency)) this.changes += 1;
    this.rates.clear(currency);
  }

  /** The current unit P&L of an instrument, built if need be; the same object until it changes. */
  row(instrument: string): Result<UnitRow, MarginFailure> {
    const listed = this.instruments.get(instrument);
    if (!listed) return failed({ code: 'UNKNOWN_INSTRUMENT', instrument });
    const { changes: version } = this;
    if (listed.answer?.version !== version)
      listed.answer = { version, row: this.currentRow(listed) };
    return listed.answer.row;
  }

  /** The unit P&L of an instrument in other scenarios than its class is margined on; it is not kept. */
  rowIn(model: HistoricalModel, instrument: string): Result<UnitRow, MarginFailure> {
    const listed = this.instruments.get(instrument);
    if (!listed) return failed({ code: 'UNKNOWN_INSTRUMENT', instrument });
    const context = this.contextOf(listed, model);
    return context.ok ? ok(buildRow(context.value)) : context;
  }

  /** Grows with every change that a row may hang on: at one version all rows are the same objects. */
  get version(): number {
    return this.changes;
  }

  /** Grows with what else a measure of rows hangs on: terms, groups, models, buffers. */
  get termsVersion(): number {
    return this.termChanges;
  }

  private changeTerms(): void {
    this.changes += 1;
    this.termChanges += 1;
  }

  private currentRow(listed: Listed): Result<UnitRow, MarginFailure> {
    const context = this.contextOf(listed);
    if (!context.ok) return context;
    const key = rowKey(context.value);
    if (listed.row && listed.key && key.every((part, i) => part === listed.key?.[i]))
      return ok(listed.row);
    listed.row = buildRow(context.value);
    listed.key = key;
    return ok(listed.row);
  }

  /** @throws InvariantViolation for a group that was never set */
  group(id: string): LiquidationGroup {
    const group = this.groups.get(id);
    invariant(group, () => `no liquidation group ${id}`);
    return group;
  }

  /** @throws InvariantViolation for an underlying that was never set */
  underlying(id: string): Underlying {
    const underlying = this.underlyings.get(id);
    invariant(underlying, () => `no underlying ${id}`);
    return underlying;
  }

  /** The terms of an instrument that was set, else undefined. */
  instrument(id: string): Instrument | undefined {
    return this.instruments.get(id)?.terms;
  }

  /**
   * What a price point of one lot is worth, as a share of the largest contract listed on the same
   * underlying in the same currency: 1 where all are of one size.
   */
  lotShare(instrument: string): number {
    if (this.lotShares.size === 0) this.shareLots();
    const share = this.lotShares.get(instrument);
    invariant(share !== undefined, () => `no instrument ${instrument}`);
    return share;
  }

  private shareLots(): void {
    const largest = new Map<string, number>();
    const listed = [...this.instruments].map(([id, { terms }]) => {
      const [kind, value] = [`${terms.underlying} ${terms.currency}`, pointValue(terms)];
      largest.set(kind, Math.max(largest.get(kind) ?? 0, value));
      return { id, kind, value };
    });
    for (const { id, kind, value } of listed)
      this.lotShares.set(id, value / (largest.get(kind) ?? value));
  }

  /** Rates of the charges of a class, exact. @throws InvariantViolation for one that was never set */
  chargeRatesOf(underlying: string): ChargeRates {
    let rates = this.chargeRates.get(underlying);
    if (!rates) {
      const { marginFloor, shortOptionMinimum } = this.underlying(underlying);
      rates = {
        marginFloor: rationalFromDecimal(marginFloor),
        shortOptionMinimum: rationalFromDecimal(shortOptionMinimum),
      };
      this.chargeRates.set(underlying, rates);
    }
    return rates;
  }

  /** How a class is margined now; none before its scenarios were loaded. */
  classModel(underlying: string): ClassModel {
    return this.classes.get(underlying) ?? { method: 'none' };
  }

  /** The scenarios loaded for a group, and what is left out of them. */
  scenariosOf(groupId: string): GroupScenarios | undefined {
    return this.scenarios.get(groupId);
  }

  private setClass(underlying: Underlying, model: ClassModel): void {
    this.changeTerms();
    this.classes.set(underlying.id, model);
  }

  private contextOf(
    { terms, priceTicks }: Listed,
    model = this.classModel(terms.underlying),
  ): Result<RowContext, MarginFailure> {
    const instrument = terms.id;
    const rate = this.rates.get(terms.currency);
    const forward =
      terms.type === 'option' && terms.forward !== undefined
        ? this.instruments.get(terms.forward)
        : undefined;
    const spot = this.spots.get(terms.underlying);
    const surface = this.surfaces.get(terms.underlying);
    if (terms.type === 'option') {
      if (terms.forward !== undefined && forward?.priceTicks === undefined)
        return failed({ code: 'NO_PRICE', instrument: terms.forward });
      if (terms.forward === undefined && spot === undefined)
        return failed({ code: 'NO_PRICE', instrument: terms.underlying });
      if (!surface) return failed({ code: 'NO_VOLATILITY', underlying: terms.underlying });
    } else if (priceTicks === undefined) return failed({ code: 'NO_PRICE', instrument });
    if (model.method === 'none') {
      const reason = model.reason ? { reason: model.reason } : {};
      return failed({ code: 'CLASS_WITHOUT_METHOD', underlying: terms.underlying, ...reason });
    }
    if (!rate) return failed({ code: 'NO_EXCHANGE_RATE', currency: terms.currency });
    const underlying = this.underlying(terms.underlying);
    return ok({
      terms,
      priceTicks,
      forward: forward && { terms: forward.terms, priceTicks: forward.priceTicks ?? 0 },
      spot,
      surface,
      model,
      rate,
      rates: this.rates,
      nowMs: this.nowMs,
      underlying,
      group: this.group(underlying.liquidationGroup),
      minorPerQuantum: this.minorPerQuantum,
    });
  }

  /** Whether a class has a model of scenarios that are the same for it as those of `set`. */
  private isSameFor(underlying: string, set: ScenarioSet, inUse: FactorsInUse): boolean {
    const model = this.classModel(underlying);
    if (model.method !== 'fhs') return false;
    const { baseCurrency, currencies, perpetuals } = inUse;
    return isSameForClass(model.set, set, [
      ...symbolsOfUnderlying(underlying),
      ...[...perpetuals].flatMap(([id, of]) => (of === underlying ? [id] : [])),
      ...[...currencies.keys()].flatMap((currency) =>
        currencySymbols(currency, baseCurrency).map(currencyFactorKey),
      ),
    ]);
  }

  /** What the instruments listed in a group hang on besides the prices of their underlyings. */
  factorsInUse(groupId: string): FactorsInUse {
    const { baseCurrency } = this.settings;
    const withOptions = new Set<string>();
    const currencies = new Map<string, Set<string>>();
    const perpetuals = new Map<string, string>();
    for (const { terms } of this.instruments.values()) {
      if (this.underlyings.get(terms.underlying)?.liquidationGroup !== groupId) continue;
      if (terms.type === 'option') withOptions.add(terms.underlying);
      if (terms.type === 'perpetual') perpetuals.set(terms.id, terms.underlying);
      if (terms.currency === baseCurrency) continue;
      const settles = currencies.get(terms.currency) ?? new Set();
      currencies.set(terms.currency, settles.add(terms.underlying));
    }
    return { baseCurrency, withOptions, perpetuals, currencies };
  }
}

/** Minor units of its currency for one point of one lot. */
function pointValue({ tickSize, tickValueMinor }: Instrument): number {
  return tickValueMinor / toNumber(parseDecimal(tickSize));
}

function withoutHistory(underlying: Underlying, reason: ScenarioFailure | undefined): ClassModel {
  const why = reason ? { reason } : {};
  return underlying.scan
    ? { method: 'scan', scan: underlying.scan, ...why }
    : { method: 'none', ...why };
}
