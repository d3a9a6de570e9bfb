import {
  coverageStatistics,
  type CoverageStatistics,
} from '#libs/domain/back-test/coverage-statistics.js';
import { shortfallStatistic } from '#libs/domain/back-test/expected-shortfall-test.js';
import { factorForCoverage, lossRatios } from '#libs/domain/back-test/margin-scaling.js';
import { largestIncrease, peakToTrough } from '#libs/domain/back-test/procyclicality.js';
import { MODEL_IDS, type ModelId } from '../models/model-family.js';
import type { BookKind } from '../books/book.js';
import type { BookSeries, StudyResult } from './run-study.js';

const BASIS = 10_000;
const PERCENT_LEVELS = [97.5, 98, 98.5, 99, 99.25, 99.5, 99.75, 99.9, 99.95, 99.98] as const;

/** How a margin moved over a study (margin-model.md d.5). */
export interface Procyclicality {
  readonly peakToTrough: number;
  readonly oneDay: number;
  readonly fiveDays: number;
  readonly thirtyDays: number;
}

/** One portfolio under one model. */
export interface BookSummary extends CoverageStatistics {
  readonly book: string;
  readonly title: string;
  readonly kind: BookKind;
  /** The date behind `largestShortfall.day`. */
  readonly largestShortfallDate?: string;
  /** Mean margin in USD, and as a share of the mean gross value. */
  readonly meanMargin: number;
  readonly marginShare: number;
  readonly procyclicality: Procyclicality;
  /** What margins would be multiplied with to leave exactly the tail uncovered. */
  readonly factorAtTarget: number;
  /** Z2 of block F against its own VaR; portfolio mode only. */
  readonly z2?: number;
}

/** A point of the efficiency frontier: what a coverage costs under one model. */
export interface FrontierPoint {
  /** Percent. */
  readonly coverage: number;
  /** Mean over the portfolios of mean margin over mean gross value. */
  readonly marginShare: number;
}

/** One model over all portfolios of a study. */
export interface ModelSummary {
  readonly model: ModelId;
  readonly books: readonly BookSummary[];
  readonly meanMarginShare: number;
  /** Share of days without a hit, over all portfolios. */
  readonly coverage: number;
  /** The lowest coverage of any of its portfolios. */
  readonly worstCoverage: number;
  readonly zones: { readonly green: number; readonly yellow: number; readonly red: number };
  /** Mean margin share if every portfolio's margins were scaled to leave exactly the tail uncovered. */
  readonly shareAtTarget: number;
  /** Medians over the portfolios. */
  readonly procyclicality: Procyclicality;
  readonly frontier: readonly FrontierPoint[];
}

export interface StudySummary {
  readonly id: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly confidenceBp: number;
  readonly portfolios: number;
  readonly models: readonly ModelSummary[];
}

/** The statistics of a study: each model, each portfolio. */
export function summariseStudy(result: StudyResult): StudySummary {
  const { study, dates, series } = result;
  const tail = (BASIS - study.confidenceBp) / BASIS;
  return {
    id: study.id,
    title: study.title,
    from: dates[0] ?? '',
    to: dates.at(-1) ?? '',
    days: dates.length,
    confidenceBp: study.confidenceBp,
    portfolios: series.length,
    models: MODEL_IDS.filter((id) => series.some(({ margins }) => margins.has(id))).map((id) =>
      summariseModel(id, result, tail),
    ),
  };
}

function summariseModel(model: ModelId, result: StudyResult, tail: number): ModelSummary {
  const { series } = result;
  const ratios = series.map((of) => lossRatios(lossesUnder(of, model)));
  const books = series.map((of, b) => {
    const factor = factorForCoverage(ratios[b] ?? [], tail);
    return summariseBook(of, model, result, tail, factor);
  });
  const zone = (name: string): number => books.filter(({ light }) => light.zone === name).length;
  const meanOf = (pick: (book: BookSummary) => number): number => mean(books.map(pick));
  const medianOf = (pick: (book: BookSummary) => number): number => median(books.map(pick));
  return {
    model,
    books,
    meanMarginShare: meanOf(({ marginShare }) => marginShare),
    coverage: meanOf(({ coverage }) => coverage),
    worstCoverage: books.reduce((worst, { coverage }) => Math.min(worst, coverage), 1),
    zones: { green: zone('green'), yellow: zone('yellow'), red: zone('red') },
    shareAtTarget: meanOf(({ marginShare, factorAtTarget }) => marginShare * factorAtTarget),
    procyclicality: {
      peakToTrough: medianOf(({ procyclicality: of }) => of.peakToTrough),
      oneDay: medianOf(({ procyclicality: of }) => of.oneDay),
      fiveDays: medianOf(({ procyclicality: of }) => of.fiveDays),
      thirtyDays: medianOf(({ procyclicality: of }) => of.thirtyDays),
    },
    frontier: PERCENT_LEVELS.map((coverage) => ({
      coverage,
      marginShare: mean(
        books.map(
          ({ marginShare }, b) =>
            marginShare * factorForCoverage(ratios[b] ?? [], (100 - coverage) / 100),
        ),
      ),
    })),
  };
}

/** Over how many entries of a series a horizon reaches. */
function horizonEntries({ horizonDays, strideDays }: StudyResult['study']): number {
  return Math.ceil(horizonDays / strideDays);
}

function summariseBook(
  of: BookSeries,
  model: ModelId,
  { study, dates }: StudyResult,
  tail: number,
  factorAtTarget: number,
): BookSummary {
  const { strideDays } = study;
  const horizonDays = horizonEntries(study);
  const margined = lossesUnder(of, model);
  const coverage = coverageStatistics(margined, horizonDays, tail);
  const meanMargin = mean(margined.margins);
  const grossValue = mean(of.grossValues);
  const worst = coverage.largestShortfall;
  return {
    book: of.book.id,
    title: of.book.title,
    kind: of.book.kind,
    ...coverage,
    ...(worst ? { largestShortfallDate: dates[worst.day] ?? '' } : {}),
    meanMargin,
    marginShare: grossValue > 0 ? meanMargin / grossValue : 0,
    procyclicality: procyclicality([...margined.margins], strideDays),
    factorAtTarget,
    ...(model === 'portfolio' ? { z2: filteredZ2(of, horizonDays, tail) } : {}),
  };
}

function lossesUnder(
  { losses, margins }: BookSeries,
  model: ModelId,
): { losses: Float64Array; margins: Float64Array } {
  return { losses, margins: margins.get(model) ?? new Float64Array(losses.length) };
}

/** A rise over fewer days than lie between two margins is one over those. */
function procyclicality(margins: readonly number[], strideDays: number): Procyclicality {
  const rise = (days: number): number => largestIncrease(margins, Math.ceil(days / strideDays));
  return {
    peakToTrough: peakToTrough(margins),
    oneDay: rise(1),
    fiveDays: rise(5),
    thirtyDays: rise(30),
  };
}

/**
 * Z2 of block F in windows that do not overlap. Its indicator is the loss beyond block F's own VaR:
 * with the margin as the bar instead, Z2 would not be 0 on average for a right model.
 */
function filteredZ2(of: BookSeries, horizonDays: number, tail: number): number {
  const { losses, filteredValueAtRisk, filteredShortfall } = of;
  const days = Array.from(losses, (loss, t) => ({
    pnl: -loss,
    hit: loss > (filteredValueAtRisk[t] ?? 0),
    expectedShortfall: filteredShortfall[t] ?? 0,
  })).filter((_, t) => t % horizonDays === 0);
  return shortfallStatistic(days, tail);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return values.length === 0 ? 0 : sum / values.length;
}

/** The middle of the values, 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
