import { accountOfHolder, bucketOfHolder } from '#libs/domain/books/holder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { Result } from '#libs/domain/kernel/result.js';
import { accountRequirement } from '#libs/domain/margin-model/account-requirement.js';
import {
  clientsRequirement,
  factsOfClient,
} from '#libs/domain/margin-model/clients-requirement.js';
import type { AccountFacts } from '#libs/domain/margin-model/account-facts.js';
import { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';
import { referenceMeasure } from '#libs/domain/margin-model/reference-measure.js';
import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import type { RequirementBreakdown } from '#libs/domain/margin-model/requirement-breakdown.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import { isFixed } from '#libs/domain/market/final-price.js';
import { markTicks } from '#libs/domain/market/marks.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import type { MarginMode } from '#libs/domain/reference-data/model.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { AccountBooks, type TrackedBook } from './account-books.js';
import {
  CollateralRisk,
  type CollateralDependence,
  type CountedAsset,
  type GroupOfDependence,
} from './collateral-risk.js';
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
  readonly collateral: CollateralRisk;
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
    const result = this.measured(parts, account);
    if (!result.ok) return { kind: 'failed', totalMinor: 0n, failure: result.error };
    return {
      kind: 'computed',
      totalMinor: result.value.requirementMinor,
      breakdown: result.value,
    };
  }

  /**
   * What collateral loses together with the account's net positions beyond its haircuts (margin-model.md
   * g.4). Where nothing but cash in the base currency counts, it costs nothing to say.
   * @param holder an account, or a bucket of it: with the position of the bucket alone
   * @param counted what counts of each asset, or would count
   */
  dependence(holder: string, counted: readonly CountedAsset[]): CollateralDependence {
    const parts = this.current();
    return parts.collateral.of(() => this.bookOfHolder(parts, holder), counted);
  }

  /**
   * What each position of an account would need if it were the only one, in minor units of the base
   * currency, by instrument ascending; positions that cannot be margined are left out.
   */
  standAlone(account: string): ReadonlyMap<string, bigint> {
    const parts = this.current();
    const { book, lots } = this.booked(parts, account);
    const facts = parts.members.of(account);
    const alone = new Map<string, bigint>();
    for (const instrument of [...lots.keys()].sort()) {
      const held = lots.get(instrument) ?? 0;
      const position = bookOfPosition(parts.reference, book.marginMode, instrument, held);
      const needed = accountRequirement(position, parts.cube, facts);
      if (needed.ok) alone.set(instrument, needed.value.requirementMinor);
    }
    return alone;
  }

  /**
   * What one lot of an instrument needs if it is all that an account has, in minor units of the base
   * currency, rounded up; undefined where it cannot be margined.
   * @param lots 1 or -1
   */
  requirementOfLot(mode: MarginMode, instrument: string, lots: 1 | -1): bigint | undefined {
    const { reference, cube, marks } = this.current();
    marks.load(instrument);
    const needed = accountRequirement(bookOfPosition(reference, mode, instrument, lots), cube);
    return needed.ok ? needed.value.requirementMinor : undefined;
  }

  /** The measures behind {@link dependence}, by liquidation group. */
  explainDependence(holder: string, counted: readonly CountedAsset[]): GroupOfDependence[] {
    const parts = this.current();
    return parts.collateral.explain(() => this.bookOfHolder(parts, holder), counted);
  }

  /**
   * Whether further signed lots would raise an account's requirement.
   * @param client whose they would be, in a gross omnibus account: the others' requirements stay
   */
  raisesRequirement(account: string, instrument: string, lots: number, client?: string): boolean {
    const parts = this.current();
    const underlying = parts.reference.instruments.get(instrument)?.underlying;
    if (underlying === undefined) return true;
    const { book } = this.booked(parts, account, client);
    parts.marks.load(instrument);
    const facts = factsOf(parts, account, client);
    const before = accountRequirement(book, parts.cube, facts);
    book.add(instrument, underlying, lots);
    const after = accountRequirement(book, parts.cube, facts);
    book.add(instrument, underlying, -lots);
    if (!before.ok || !after.ok) return true;
    return after.value.requirementMinor > before.value.requirementMinor;
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
   * A bound on what the other positions of an account, or of one client of it, in the liquidation group
   * of an instrument move by together, in quanta; those without a row count for nothing.
   */
  grossQuantaBeside(account: string, instrument: string, client?: string): number {
    const { books, cube, marks, reference } = this.current();
    const group = reference.instruments.get(instrument)?.liquidationGroup;
    let gross = 0;
    for (const [other, lots] of books.of(account, client).lots) {
      if (other === instrument) continue;
      if (reference.instruments.get(other)?.liquidationGroup !== group) continue;
      marks.load(other);
      const row = cube.row(other);
      if (row.ok) gross += Math.abs(lots) * row.value.peak;
    }
    return gross;
  }

  /**
   * Somebody changes the state within its position, to see what would be, or puts it back: what is kept
   * for one position is forgotten. All else is brought up to date whenever it is asked for.
   */
  forgetPosition(): void {
    this.parts?.members.forget();
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
    if (entry?.type !== 'option' || isFixed(this.house, entry)) return observed;
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

  /** The cube, the book and the facts behind a requirement, or behind a client's, for an explanation of it. */
  inside(
    account: string,
    client?: string,
  ): {
    readonly cube: MarginCube;
    readonly book: MarginBook;
    readonly facts: AccountFacts;
  } {
    const parts = this.current();
    const { book } = this.booked(parts, account, client);
    return { cube: parts.cube, book, facts: factsOf(parts, account, client) };
  }

  /**
   * Scenarios, models and rates at the state as it is; marks only of what an account was asked about holds.
   */
  cube(): MarginCube {
    return this.current().cube;
  }

  private modelOf(underlying: string) {
    if (!this.house.reference?.underlyings.has(underlying)) return undefined;
    return this.current().cube.classModel(underlying);
  }

  private measured(parts: Parts, account: string): Result<RequirementBreakdown, MarginFailure> {
    const { cube, books, members } = parts;
    const clients = books.clientsOf(account);
    if (!clients) {
      const { book } = this.booked(parts, account);
      return accountRequirement(book, cube, members.of(account));
    }
    const booked = clients.map((client) => ({
      client,
      book: this.booked(parts, account, client).book,
    }));
    const mode = parts.reference.accounts.get(account)?.account.marginMode ?? 'portfolio';
    return clientsRequirement(mode, booked, cube, members.of(account));
  }

  private bookOfHolder(parts: Parts, holder: string): MarginBook {
    const bucket = bucketOfHolder(holder);
    const { book, lots } = this.booked(parts, accountOfHolder(holder));
    if (bucket === undefined) return book;
    return bookOfPosition(parts.reference, book.marginMode, bucket, lots.get(bucket) ?? 0);
  }

  private booked({ books, marks }: Parts, account: string, client?: string): TrackedBook {
    const tracked = books.of(account, client);
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

/** A book of one position. */
function bookOfPosition(
  { instruments }: ReferenceIndex,
  mode: MarginMode,
  instrument: string,
  lots: number,
): MarginBook {
  const book = new MarginBook(mode);
  const underlying = instruments.get(instrument)?.underlying;
  if (underlying !== undefined && lots !== 0) book.add(instrument, underlying, lots);
  return book;
}

function factsOf({ members }: Parts, account: string, client: string | undefined): AccountFacts {
  const facts = members.of(account);
  return client === undefined ? facts : factsOfClient(facts);
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
  const collateral = new CollateralRisk(house, reference, cube);
  return { reference, cube, scenarios, marks, books, members, collateral };
}
