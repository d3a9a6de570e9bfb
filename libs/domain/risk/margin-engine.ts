import type { HouseState } from '#libs/domain/house/house-state.js';
import { accountRequirement } from '#libs/domain/margin-model/account-requirement.js';
import { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';
import type { RequirementBreakdown } from '#libs/domain/margin-model/requirement-breakdown.js';
import { closesOf } from '#libs/domain/market/market-state.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import { markTicks } from '#libs/domain/market/marks.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { isSameQuarterHour } from '#libs/domain/kernel/instant.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { describeMarginFailure } from './describe-margin-failure.js';
import { formatRate } from './format-rate.js';

/** An account's margin requirement, or why it cannot be computed. */
export type Requirement =
  | {
      readonly kind: 'computed';
      readonly totalMinor: bigint;
      readonly breakdown: RequirementBreakdown;
    }
  | { readonly kind: 'failed'; readonly totalMinor: 0n; readonly failure: MarginFailure };

interface TrackedBook {
  readonly book: MarginBook;
  /** What the book holds, as it was last brought up to date. */
  readonly lots: Map<string, number>;
}

const EVER = '9999-12-31';

/**
 * The margin model over the state of the house. It keeps scenarios, unit P&L and books between calls,
 * all of which follow from the state: an engine that was just made answers the same.
 */
export class MarginEngine {
  private reference: ReferenceIndex | undefined;
  private cube: MarginCube | undefined;
  private readonly books = new Map<string, TrackedBook>();
  /** What the scenarios of each group were built from. */
  private readonly loadedHistory = new Map<string, string>();
  /** When it was last looked whether they are still the right ones. */
  private loaded: { readonly version: number; readonly timeMs: number | undefined } | undefined;

  constructor(private readonly house: HouseState) {}

  /** The requirement of an account at the state as it is. */
  requirement(account: string): Requirement {
    const cube = this.currentCube();
    const tracked = this.currentBook(account);
    this.loadMarks(cube, tracked);
    const result = accountRequirement(tracked.book, cube);
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
    const underlying = this.reference?.instruments.get(instrument)?.underlying;
    const { book } = this.currentBook(account);
    if (underlying === undefined) return true;
    const cube = this.currentCube();
    this.loadMark(cube, instrument);
    book.add(instrument, underlying, lots);
    const after = accountRequirement(book, cube);
    book.add(instrument, underlying, -lots);
    if (before.kind === 'failed' || !after.ok) return true;
    return after.value.requirementMinor > before.totalMinor;
  }

  /** Why an instrument cannot be margined, as a clause; undefined when it can. */
  obstacleToMargining(instrument: string): string | undefined {
    const entry = this.house.reference?.instruments.get(instrument);
    if (!entry) return 'it is not listed';
    if (entry.type === 'option') return 'options are not cleared yet';
    const cube = this.currentCube();
    const model = cube.classModel(entry.underlying);
    if (model.method === 'none')
      return describeMarginFailure({
        code: 'CLASS_WITHOUT_METHOD',
        underlying: entry.underlying,
        ...(model.reason ? { reason: model.reason } : {}),
      });
    const base = this.house.reference?.baseCurrency ?? entry.currency;
    if (!exchangeRate(this.house, entry.currency, base))
      return describeMarginFailure({ code: 'NO_EXCHANGE_RATE', currency: entry.currency });
    return undefined;
  }

  /** The cube and the book behind a requirement, for an explanation of it. */
  inside(account: string): { readonly cube: MarginCube; readonly book: MarginBook } {
    const cube = this.currentCube();
    const tracked = this.currentBook(account);
    this.loadMarks(cube, tracked);
    return { cube, book: tracked.book };
  }

  private currentCube(): MarginCube {
    const reference = this.house.reference;
    if (!reference) throw new Error('no reference data has been applied');
    if (!this.cube || this.reference !== reference) this.cube = this.buildCube(reference);
    this.loadHistories(this.cube, reference);
    return this.cube;
  }

  private buildCube(reference: ReferenceIndex): MarginCube {
    const { model, baseCurrency, currencies } = reference.data;
    const cube = new MarginCube({ model, baseCurrency, currencies });
    for (const group of reference.data.liquidationGroups) cube.setGroup(group);
    for (const underlying of reference.data.underlyings) cube.setUnderlying(underlying);
    for (const instrument of reference.data.instruments) cube.setInstrument(instrument);
    this.reference = reference;
    this.loadedHistory.clear();
    this.loaded = undefined;
    this.books.clear();
    return cube;
  }

  private loadHistories(cube: MarginCube, reference: ReferenceIndex): void {
    const { market, ledgerTimeMs } = this.house;
    const { loaded } = this;
    if (
      loaded?.version === market.historyVersion &&
      (loaded.timeMs === ledgerTimeMs ||
        (loaded.timeMs !== undefined &&
          ledgerTimeMs !== undefined &&
          isSameQuarterHour(loaded.timeMs, ledgerTimeMs)))
    )
      return;
    this.loaded = { version: market.historyVersion, timeMs: ledgerTimeMs };
    const date =
      ledgerTimeMs === undefined ? EVER : businessDateOf(reference.data.calendar, ledgerTimeMs);
    for (const group of reference.data.liquidationGroups) {
      const symbols = reference.data.underlyings
        .filter(({ liquidationGroup }) => liquidationGroup === group.id)
        .map(({ id }) => id);
      // At one version of the histories it is settled closes alone that come to count with the date.
      const counting = symbols.map(
        (symbol) => market.settled.get(symbol)?.dates.filter((each) => each < date).length ?? 0,
      );
      const groupKey = `${market.historyVersion} ${counting.join()}`;
      if (this.loadedHistory.get(group.id) === groupKey) continue;
      this.loadedHistory.set(group.id, groupKey);
      const histories = new Map(
        symbols.flatMap((symbol) => {
          const { dates, closes } = closesOf(market, symbol, date);
          return dates.length === 0 ? [] : [[symbol, { symbol, dates, closes }] as const];
        }),
      );
      cube.loadScenarios(group.id, histories);
    }
  }

  private currentBook(account: string): TrackedBook {
    const reference = this.house.reference;
    const mode = reference?.accounts.get(account)?.account.marginMode ?? 'portfolio';
    let tracked = this.books.get(account);
    if (tracked?.book.marginMode !== mode) {
      tracked = { book: new MarginBook(mode), lots: new Map() };
      this.books.set(account, tracked);
    }
    const holdings = holdingsOf(this.house.trading, account);
    for (const instrument of new Set([...tracked.lots.keys(), ...holdings.keys()])) {
      const lots = holdings.get(instrument)?.lots ?? 0;
      const change = lots - (tracked.lots.get(instrument) ?? 0);
      if (change === 0) continue;
      const underlying = reference?.instruments.get(instrument)?.underlying ?? '';
      tracked.book.add(instrument, underlying, change);
      if (lots === 0) tracked.lots.delete(instrument);
      else tracked.lots.set(instrument, lots);
    }
    return tracked;
  }

  private loadMarks(cube: MarginCube, { lots }: TrackedBook): void {
    for (const instrument of lots.keys()) this.loadMark(cube, instrument);
  }

  /** The mark and the rate as they are now: one that is gone may not linger from an earlier position. */
  private loadMark(cube: MarginCube, instrument: string): void {
    const ticks = markTicks(this.house, instrument);
    if (ticks === undefined) cube.clearPrice(instrument);
    else cube.setPrice(instrument, ticks);
    const { currency } = this.house.reference?.instruments.get(instrument) ?? {};
    const base = this.house.reference?.baseCurrency ?? '';
    if (currency === undefined || currency === base) return;
    const rate = exchangeRate(this.house, currency, base);
    if (rate) cube.setExchangeRate(currency, formatRate(rate));
    else cube.clearExchangeRate(currency);
  }
}
