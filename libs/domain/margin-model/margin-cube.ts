import { invariant } from '#libs/domain/kernel/assert.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import {
  compare,
  divide,
  multiply,
  rational,
  rationalFromDecimal,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type {
  Instrument,
  LiquidationGroup,
  MarginModelSettings,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import type { ClassModel } from './class-model.js';
import { measureTerms } from './core-measure.js';
import { groupScenarios, type GroupScenarios } from './group-scenarios.js';
import { linearContract, type LinearTerms } from './linear-contract.js';
import type { MarginFailure, ScenarioFailure } from './margin-failure.js';
import type { PriceHistory } from './price-history.js';
import { UnitRow } from './unit-row.js';

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
}

const NO_REGIMES: ReadonlyMap<string, number> = new Map();

/**
 * What requirements are computed from and what outlives a single one: the scenarios of each
 * liquidation group, the model of each class, and one row of unit P&L per instrument
 * (margin-model.md e.1). Rows are rebuilt when they are next asked for after a new price, rate or
 * set of scenarios. The cube is a function of what was put in; the order does not matter.
 */
export class MarginCube {
  private readonly groups = new Map<string, LiquidationGroup>();
  private readonly underlyings = new Map<string, Underlying>();
  private readonly instruments = new Map<string, Listed>();
  private readonly classes = new Map<string, ClassModel>();
  private readonly scenarios = new Map<string, GroupScenarios>();
  private readonly rates = new Map<string, Rational>();
  /** Minor units of the base currency in one quantum of the unit P&L. */
  readonly minorPerQuantum: Rational;
  readonly stressWeight: Rational;
  readonly offsetShare: Rational;
  readonly baseScale: number;

  constructor(readonly settings: CubeSettings) {
    this.baseScale = this.scaleOf(settings.baseCurrency);
    const { quantum, stressWeight, offsetShare } = settings.model;
    this.minorPerQuantum = multiply(rationalFromDecimal(quantum), power10(this.baseScale));
    this.stressWeight = rationalFromDecimal(stressWeight);
    this.offsetShare = rationalFromDecimal(offsetShare);
    this.rates.set(settings.baseCurrency, rational(1n));
  }

  /** Adds or replaces a group; its scenarios are those loaded after it. */
  setGroup(group: LiquidationGroup): void {
    this.groups.set(group.id, group);
  }

  /** Adds or replaces an underlying; call {@link loadScenarios} for its group afterwards. */
  setUnderlying(underlying: Underlying): void {
    this.underlyings.set(underlying.id, underlying);
    this.setClass(underlying, { method: 'none' });
  }

  setInstrument(terms: Instrument): void {
    const known = this.instruments.get(terms.id);
    const priced = known?.priceTicks === undefined ? {} : { priceTicks: known.priceTicks };
    this.instruments.set(terms.id, { terms, ...priced });
  }

  /**
   * Builds the scenarios of a group and decides the model of each of its classes: by history, by
   * scan where the class says so or lacks history, or none.
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
    const built = groupScenarios(group, this.settings.model, members, histories, regimes);
    this.scenarios.set(groupId, built);
    const terms =
      built.set &&
      measureTerms(built.set.sizes, group.confidenceBp, this.stressWeight, this.minorPerQuantum);
    for (const underlying of members) {
      const factor = built.set?.factors.get(underlying.id);
      const reason = built.failures.get(underlying.id);
      if (built.set && terms && factor) {
        this.setClass(underlying, { method: 'fhs', set: built.set, factor, terms });
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
    if (listed.priceTicks === priceTicks) return;
    listed.priceTicks = priceTicks;
    delete listed.row;
  }

  /** An instrument has no mark any more; one that is not known has none anyway. */
  clearPrice(instrument: string): void {
    const listed = this.instruments.get(instrument);
    if (listed?.priceTicks === undefined) return;
    delete listed.priceTicks;
    delete listed.row;
  }

  /** Units of the base currency for one unit of `currency`, a positive decimal string. */
  setExchangeRate(currency: string, rate: string): void {
    const given = rationalFromDecimal(rate);
    const known = this.rates.get(currency);
    if (known && compare(known, given) === 0) return;
    this.rates.set(currency, given);
    this.dropRowsIn(currency);
  }

  /** There is no rate for `currency` any more. */
  clearExchangeRate(currency: string): void {
    invariant(currency !== this.settings.baseCurrency, 'the base currency is its own measure');
    if (this.rates.delete(currency)) this.dropRowsIn(currency);
  }

  /** The current unit P&L of an instrument, built if need be; the same object until it changes. */
  row(instrument: string): Result<UnitRow, MarginFailure> {
    const listed = this.instruments.get(instrument);
    if (!listed) return failed({ code: 'UNKNOWN_INSTRUMENT', instrument });
    if (listed.row) return ok(listed.row);
    const { terms, priceTicks } = listed;
    if (terms.type === 'option') return failed({ code: 'INSTRUMENT_NOT_LINEAR', instrument });
    if (priceTicks === undefined) return failed({ code: 'NO_PRICE', instrument });
    const model = this.classModel(terms.underlying);
    if (model.method === 'none') {
      const reason = model.reason ? { reason: model.reason } : {};
      return failed({ code: 'CLASS_WITHOUT_METHOD', underlying: terms.underlying, ...reason });
    }
    const rate = this.rates.get(terms.currency);
    if (!rate) return failed({ code: 'NO_EXCHANGE_RATE', currency: terms.currency });
    const contract = linearContract(
      terms,
      priceTicks,
      this.baseMinorPerMinor(terms, rate),
      this.minorPerQuantum,
    );
    listed.row = UnitRow.of(contract, model);
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

  /** How a class is margined now; none before its scenarios were loaded. */
  classModel(underlying: string): ClassModel {
    return this.classes.get(underlying) ?? { method: 'none' };
  }

  /** The scenarios loaded for a group, and what is left out of them. */
  scenariosOf(groupId: string): GroupScenarios | undefined {
    return this.scenarios.get(groupId);
  }

  private setClass(underlying: Underlying, model: ClassModel): void {
    this.classes.set(underlying.id, model);
    for (const listed of this.instruments.values()) {
      if (listed.terms.underlying === underlying.id) delete listed.row;
    }
  }

  private dropRowsIn(currency: string): void {
    for (const listed of this.instruments.values()) {
      if (listed.terms.currency === currency) delete listed.row;
    }
  }

  private baseMinorPerMinor(terms: LinearTerms, rate: Rational): Rational {
    const scales = divide(power10(this.baseScale), power10(this.scaleOf(terms.currency)));
    return multiply(rate, scales);
  }

  private scaleOf(currency: string): number {
    const found = this.settings.currencies[currency];
    invariant(found, () => `no currency ${currency}`);
    return found.scale;
  }
}

function withoutHistory(underlying: Underlying, reason: ScenarioFailure | undefined): ClassModel {
  const why = reason ? { reason } : {};
  return underlying.scan
    ? { method: 'scan', scan: underlying.scan, ...why }
    : { method: 'none', ...why };
}

function power10(exponent: number): Rational {
  return rational(10n ** BigInt(exponent));
}
