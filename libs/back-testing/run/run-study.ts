import { setImmediate as pause } from 'node:timers/promises';
import { BackTestError } from '../back-test-error.js';
import { DATES_PER_PAUSE } from '../limits.js';
import { EwmaFilteredFamily } from '../models/ewma-filtered-family.js';
import { EwmaNormalFamily } from '../models/ewma-normal-family.js';
import { LadderFamily } from '../models/ladder-family.js';
import { HouseFamily } from '../models/house-family.js';
import type { ModelFamily, ModelId, Study } from '../models/model-family.js';
import { ScanFamily } from '../models/scan-family.js';
import { StressRuleFamily } from '../models/stress-rule-family.js';
import type { Book } from '../books/book.js';
import { lotValue, type JointMarket } from './joint-market.js';
import { optionLotValue, struckOn } from './option-chain.js';
import type { PlannedStudy } from './study-plan.js';

/** One portfolio through a study: vectors have one entry per margined day, USD. */
export interface BookSeries {
  readonly book: Book;
  /** Over the horizon that begins at the close of the day; positive is a loss. */
  readonly losses: Float64Array;
  /** Sum of the sizes of its positions at the day's prices. */
  readonly grossValues: Float64Array;
  readonly margins: ReadonlyMap<ModelId, Float64Array>;
  /** Of block F in portfolio mode, for the test of the expected shortfall. */
  readonly filteredValueAtRisk: Float64Array;
  readonly filteredShortfall: Float64Array;
}

export interface StudyResult {
  readonly study: PlannedStudy;
  /** Margined days, YYYY-MM-DD. */
  readonly dates: readonly string[];
  readonly series: readonly BookSeries[];
}

/** Called now and then with the days done. */
export type OnProgress = (done: number, of: number) => void;

/**
 * The families that a study runs through. A normal distribution of price moves says nothing about
 * options, so that peer sits out where there are any; a stress year by rule is tried on single products.
 */
export function familiesOf(study: Study): ModelFamily[] {
  if (study.options) {
    return [
      new HouseFamily(study),
      new LadderFamily(study),
      new EwmaFilteredFamily(study),
      new ScanFamily(study),
    ];
  }
  const isSingle = study.market.products.length === 1;
  return [
    new HouseFamily(study),
    ...(isSingle ? [new StressRuleFamily(study)] : []),
    new EwmaFilteredFamily(study),
    new EwmaNormalFamily(study),
    new ScanFamily(study),
  ];
}

/**
 * Runs all models over a study, day by day: margins of the portfolios at the close of each day, and
 * what the same positions lose over the horizon that follows. A model never sees what comes after.
 * @throws BackTestError when the signal is aborted, or a model cannot margin a portfolio
 */
export async function runStudy(
  study: PlannedStudy,
  onProgress: OnProgress,
  signal: AbortSignal,
  families: readonly ModelFamily[] = familiesOf(study),
): Promise<StudyResult> {
  const days = marginedDays(study);
  const series = study.books.map((book) => emptySeries(book, families, days.length));
  for (const [t, day] of days.entries()) {
    if (t % DATES_PER_PAUSE === 0) {
      onProgress(t, days.length);
      await pause();
      if (signal.aborted) throw new BackTestError('stopped; nothing was written');
    }
    for (const family of families) record(series, family, day, t);
    for (const of of series) {
      of.losses[t] = lossOf(study, of.book, day);
      of.grossValues[t] = grossValueOf(study, of.book, day);
    }
  }
  onProgress(days.length, days.length);
  return { study, dates: days.map((day) => study.market.dates[day] ?? ''), series };
}

/** The days of a study, by index: from the first one on, as long as the horizon after it is known. */
export function marginedDays({ market, firstDay, horizonDays, strideDays }: Study): number[] {
  const days: number[] = [];
  for (let day = firstDay; day + horizonDays < market.dates.length; day += strideDays) {
    days.push(day);
  }
  return days;
}

function emptySeries(book: Book, families: readonly ModelFamily[], days: number): BookSeries {
  const ids = families.flatMap(({ models }) => models);
  return {
    book,
    losses: new Float64Array(days),
    grossValues: new Float64Array(days),
    margins: new Map(ids.map((id) => [id, new Float64Array(days)])),
    filteredValueAtRisk: new Float64Array(days),
    filteredShortfall: new Float64Array(days),
  };
}

function record(series: readonly BookSeries[], family: ModelFamily, day: number, t: number): void {
  const byModel = family.marginsAt(day);
  family.models.forEach((id, m) => {
    series.forEach(({ margins }, b) => {
      const target = margins.get(id);
      if (target) target[t] = byModel[m]?.[b] ?? 0;
    });
  });
  const { tail } = family;
  if (!tail) return;
  series.forEach(({ filteredValueAtRisk, filteredShortfall }, b) => {
    filteredValueAtRisk[t] = tail.valueAtRisk[b] ?? 0;
    filteredShortfall[t] = tail.expectedShortfall[b] ?? 0;
  });
}

/** What the positions of `day` lose until the horizon ends, held still. */
function lossOf(study: Study, book: Book, day: number): number {
  const { market, horizonDays, options } = study;
  return book.positions.reduce((loss, { instrument, product, lots }) => {
    const series = options?.series.find(({ id }) => id === instrument);
    if (options && series) {
      const terms = struckOn(series, market, day);
      const valueOn = (at: number): number => optionLotValue(terms, options, market, at);
      return loss - lots * (valueOn(day + horizonDays) - valueOn(day));
    }
    const { found, ticks } = marketOf(market, product);
    const moved = (ticks[day + horizonDays] ?? 0) - (ticks[day] ?? 0);
    return loss - lots * lotValue(found, moved);
  }, 0);
}

/** The sum of the sizes of the positions; an option counts with what it is on. */
function grossValueOf({ market }: Study, book: Book, day: number): number {
  return book.positions.reduce((sum, { product, lots }) => {
    const { found, ticks } = marketOf(market, product);
    return sum + Math.abs(lots * lotValue(found, ticks[day] ?? 0));
  }, 0);
}

function marketOf({ products, ticks }: JointMarket, product: string) {
  const index = products.findIndex(({ id }) => id === product);
  const [found, ofProduct] = [products[index], ticks[index]];
  if (!found || !ofProduct) throw new RangeError(`no product ${product} in the study`);
  return { found, ticks: ofProduct };
}
