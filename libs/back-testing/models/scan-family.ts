import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { DailyCube, marginBook } from './daily-cube.js';
import { cubeSettings } from './house-parameters.js';
import type { ModelFamily, Study } from './model-family.js';

const BASIS = 10_000;
const RANGE_DECIMALS = 4;

/**
 * A peer: the 16-scenario grid, its relative range set once, before the first margin, and never
 * changed. Classes are added up, nothing offsets between them.
 */
export class ScanFamily implements ModelFamily {
  readonly models = ['scan'] as const;
  private readonly daily: DailyCube;
  private readonly books: readonly MarginBook[];

  constructor(study: Study) {
    this.daily = new DailyCube(study, cubeSettings(), fixedScanRanges(study));
    this.books = study.books.map((book) => marginBook(book, 'portfolio'));
    this.daily.loadScenariosUpTo(study.firstDay - 1);
  }

  marginsAt(day: number): readonly Float64Array[] {
    this.daily.setPricesOf(day);
    return [Float64Array.from(this.books, (book) => this.daily.flooredMarketRisk(book))];
  }
}

/**
 * The range of each product: the relative move over the horizon, up or down, that was exceeded as
 * seldom as the confidence asks before the study's first day.
 */
export function fixedScanRanges(study: Study): Map<string, string> {
  const { market, firstDay, horizonDays, confidenceBp } = study;
  return new Map(
    market.products.map(({ id }, i) => {
      const closes = market.closes[i] ?? new Float64Array();
      const moves: number[] = [];
      for (let t = 0; t + horizonDays < firstDay; t++) {
        const [before, after] = [closes[t] ?? 0, closes[t + horizonDays] ?? 0];
        if (before !== 0) moves.push(Math.abs(after / before - 1));
      }
      moves.sort((a, b) => b - a);
      const beyond = Math.floor((moves.length * (BASIS - confidenceBp)) / BASIS);
      return [id, (moves[beyond] ?? 0).toFixed(RANGE_DECIMALS)];
    }),
  );
}
