import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { DailyCube, marginBook } from './daily-cube.js';
import { cubeSettings, PLAIN_EWMA } from './house-parameters.js';
import type { ModelFamily, Study } from './model-family.js';

/**
 * A peer: filtered history with the one decay 0.97, without ten-year floor, stressed observations
 * and margin floor, in portfolio mode.
 */
export class EwmaFilteredFamily implements ModelFamily {
  readonly models = ['ewma-filtered'] as const;
  private readonly daily: DailyCube;
  private readonly books: readonly MarginBook[];

  constructor(study: Study) {
    const products = study.market.products.map((product) => ({ ...product, marginFloor: '0' }));
    const unfloored = { ...study, market: { ...study.market, products } };
    this.daily = new DailyCube(unfloored, cubeSettings(PLAIN_EWMA));
    this.books = study.books.map((book) => marginBook(book, 'portfolio'));
  }

  marginsAt(day: number): readonly Float64Array[] {
    this.daily.loadScenariosUpTo(day - 1);
    this.daily.setPricesOf(day);
    return [Float64Array.from(this.books, (book) => this.daily.flooredMarketRisk(book))];
  }
}
