import type { HouseState } from '#libs/domain/house/house-state.js';
import { accountRequirement } from '#libs/domain/margin-model/account-requirement.js';
import type { AccountFacts } from '#libs/domain/margin-model/account-facts.js';
import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';
import { referenceMeasure } from '#libs/domain/margin-model/reference-measure.js';
import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import type { RequirementBreakdown } from '#libs/domain/margin-model/requirement-breakdown.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import { markTicks } from '#libs/domain/market/marks.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { AccountBooks, type TrackedBook } from './account-books.js';
import { describeMarginFailure } from './describe-margin-failure.js';
import { MarkLoader } from './mark-loader.js';
import { MemberFacts } from './member-facts.js';
import { ScenarioLoader } from './scenario-loader.js';

/** An account's margin requirement, or why it cannot be computed. */
export type Requirement =
  | {
      readonly kind: 'computed';
      readonly totalMinor: bigint;
      readonly breakdown: RequirementBreakdown;
    }
  | { readonly kind: 'failed'; readonly totalMinor: 0n; readonly failure: MarginFailure };

/** What is kept for one document of reference data. */
interface Parts {
  readonly reference: ReferenceIndex;
  readonly cube: MarginCube;
  readonly scenarios: ScenarioLoader;
  readonly marks: MarkLoader;
  readonly books: AccountBooks;
  readonly members: MemberFacts;
}

/**
 * The margin model over the state of the house. It keeps scenarios, unit P&L and books between calls,
 * all of which follow from the state: an engine that was just made answers the same.
 */
export class MarginEngine {
  private parts: Parts | undefined;

  constructor(private readonly house: HouseState) {}

  /** The requirement of an account at the state as it is. */
  requirement(account: string): Requirement {
    const parts = this.current();
    const { book } = this.booked(parts, account);
    const result = accountRequirement(book, parts.cube, parts.members.of(account));
    if (!result.ok) return { kind: 'failed', totalMinor: 0n, failure: result.error };
    return {
      kind: 'computed',
      totalMinor: result.value.requirementMinor,
      breakdown: result.value,
    };
  }

  /** Whether further signed lots would raise an account's requirement. */
  raisesRequirement(account: string, instrument: string, lots: number): boolean {
    const before = this.requirement(account);
    const parts = this.current();
    const underlying = parts.reference.instruments.get(instrument)?.underlying;
    if (underlying === undefined) return true;
    const { book } = this.booked(parts, account);
    parts.marks.load(instrument);
    const facts = parts.members.of(account);
    book.add(instrument, underlying, lots);
    const after = accountRequirement(book, parts.cube, facts);
    book.add(instrument, underlying, -lots);
    if (before.kind === 'failed' || !after.ok) return true;
    return after.value.requirementMinor > before.totalMinor;
  }

  /**
   * The most that one lot of an instrument moves by in a scenario, in quanta; undefined without a row.
   * @param tradedTicks the mark that a trade would give it, where it has none yet
   */
  peakQuanta(instrument: string, tradedTicks: number): number | undefined {
    const { cube, marks } = this.current();
    marks.load(instrument);
    let row = cube.row(instrument);
    if (!row.ok && row.error.code === 'NO_PRICE' && row.error.instrument === instrument) {
      cube.setPrice(instrument, tradedTicks);
      row = cube.row(instrument);
      cube.clearPrice(instrument);
    }
    return row.ok ? row.value.peak : undefined;
  }

  /**
   * A bound on what an account's other positions in the liquidation group of an instrument move by
   * together, in quanta; those without a row count for nothing.
   */
  grossQuantaBeside(account: string, instrument: string): number {
    const { books, cube, marks, reference } = this.current();
    const group = reference.instruments.get(instrument)?.liquidationGroup;
    let gross = 0;
    for (const [other, lots] of books.of(account).lots) {
      if (other === instrument) continue;
      if (reference.instruments.get(other)?.liquidationGroup !== group) continue;
      marks.load(other);
      const row = cube.row(other);
      if (row.ok) gross += Math.abs(lots) * row.value.peak;
    }
    return gross;
  }

  /** Why an instrument cannot be margined, as a clause; undefined when it can. */
  obstacleToMargining(instrument: string): string | undefined {
    const entry = this.house.reference?.instruments.get(instrument);
    if (!entry) return 'it is not listed';
    const { cube, marks, reference } = this.current();
    if (entry.type === 'option') {
      marks.load(instrument);
      const row = cube.row(instrument);
      return row.ok ? undefined : describeMarginFailure(row.error);
    }
    const { underlying, currency } = entry;
    const model = cube.classModel(underlying);
    if (model.method === 'none') {
      const reason = model.reason ? { reason: model.reason } : {};
      return describeMarginFailure({ code: 'CLASS_WITHOUT_METHOD', underlying, ...reason });
    }
    if (!exchangeRate(this.house, currency, reference.baseCurrency))
      return describeMarginFailure({ code: 'NO_EXCHANGE_RATE', currency });
    return undefined;
  }

  /**
   * The daily volatility that block F of an underlying is scaled to, before any rung of the ladder, in
   * the unit of its returns; undefined where it has no scenarios.
   */
  scenarioVolatility(underlying: string): number | undefined {
    const model = this.modelOf(underlying);
    if (model?.method !== 'fhs') return undefined;
    const { current, regime } = model.factor.volatility;
    return current / regime;
  }

  /** The larger measure of a long and a short reference position, per unit of the factor (d.4a). */
  referenceMeasure(underlying: string): number | undefined {
    const model = this.modelOf(underlying);
    return model?.method === 'fhs' ? referenceMeasure(model) : undefined;
  }

  /**
   * The mark of an instrument in ticks: of an option its model value at the surface, to the nearest
   * tick, but for a final price; else what was observed (margin-model.md section 0, "Conventions").
   */
  markTicks(instrument: string): number | undefined {
    const observed = markTicks(this.house, instrument);
    const entry = this.house.reference?.instruments.get(instrument);
    if (entry?.type !== 'option' || this.house.market.final.has(instrument)) return observed;
    const { cube, marks } = this.current();
    marks.load(instrument);
    const row = cube.row(instrument);
    if (!row.ok) return observed;
    const ticks = roundHalfEven(row.value.values.price / Number(entry.tickSize));
    return Number.isSafeInteger(ticks) ? ticks : observed;
  }

  /**
   * The rows of options that somebody holds and whose P&L nobody has computed yet at the state as it
   * is: whoever needs one computes it, or takes it from another thread before. By instrument.
   */
  openRows(): Map<string, UnitRow> {
    const open = new Map<string, UnitRow>();
    if (!this.house.reference) return open;
    const { cube, marks, reference } = this.current();
    for (const { id, type } of reference.data.instruments) {
      if (type !== 'option' || !this.house.trading.holders.get(id)?.size) continue;
      marks.load(id);
      const row = cube.row(id);
      if (row.ok && row.value.task) open.set(id, row.value);
    }
    return open;
  }

  /** The cube, the book and the facts behind a requirement, for an explanation of it. */
  inside(account: string): {
    readonly cube: MarginCube;
    readonly book: MarginBook;
    readonly facts: AccountFacts;
  } {
    const parts = this.current();
    const { book } = this.booked(parts, account);
    return { cube: parts.cube, book, facts: parts.members.of(account) };
  }

  private modelOf(underlying: string) {
    if (!this.house.reference?.underlyings.has(underlying)) return undefined;
    return this.current().cube.classModel(underlying);
  }

  private booked({ books, marks }: Parts, account: string): TrackedBook {
    const tracked = books.of(account);
    for (const instrument of tracked.lots.keys()) marks.load(instrument);
    return tracked;
  }

  private current(): Parts {
    const { reference } = this.house;
    if (!reference) throw new Error('no reference data has been applied');
    if (this.parts?.reference !== reference) this.parts = partsOf(this.house, reference);
    this.parts.scenarios.load();
    this.parts.marks.moveClock();
    return this.parts;
  }
}

function partsOf(house: HouseState, reference: ReferenceIndex): Parts {
  const { model, baseCurrency, currencies } = reference.data;
  const cube = new MarginCube({ model, baseCurrency, currencies });
  for (const group of reference.data.liquidationGroups) cube.setGroup(group);
  for (const underlying of reference.data.underlyings) cube.setUnderlying(underlying);
  for (const instrument of reference.data.instruments) cube.setInstrument(instrument);
  const books = new AccountBooks(house, reference);
  const marks = new MarkLoader(house, reference, cube);
  const members = new MemberFacts(house, reference, cube, books, marks);
  const scenarios = new ScenarioLoader(house, reference, cube);
  return { reference, cube, scenarios, marks, books, members };
}
