import { dailyReturns } from '#libs/domain/margin-model/daily-returns.js';
import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import type { StressPeriod } from '#libs/domain/reference-data/model.js';
import { DailyCube, marginBook } from './daily-cube.js';
import { withStressPeriods } from './house-parameters.js';
import type { ModelFamily, Study } from './model-family.js';

/** Observations of a stress year (margin-model.md b.5). */
const STRESS_DAYS = 250;

/**
 * The model with a stress period that nobody has to know beforehand: at the first date of each
 * calendar year it is the year of observations that were the most violent until then. The parameter
 * of the clearing house, September 2008 on, is knowledge that a back-test of 2007 should not have.
 */
export class StressRuleFamily implements ModelFamily {
  readonly models = ['stress-by-rule'] as const;
  private readonly books: readonly MarginBook[];
  private daily: DailyCube | undefined;
  private chosenIn = '';

  constructor(private readonly study: Study) {
    this.books = study.books.map((book) => marginBook(book, 'portfolio'));
  }

  marginsAt(day: number): readonly Float64Array[] {
    const daily = this.cubeOf(day);
    daily.loadScenariosUpTo(day - 1);
    daily.setPricesOf(day);
    return [Float64Array.from(this.books, (book) => daily.flooredMarketRisk(book))];
  }

  private cubeOf(day: number): DailyCube {
    const year = this.study.market.dates[day]?.slice(0, 4) ?? '';
    if (this.daily && this.chosenIn === year) return this.daily;
    this.chosenIn = year;
    const period = mostViolentYear(this.study, day - 1);
    this.daily = new DailyCube(this.study, withStressPeriods(period ? [period] : []));
    return this.daily;
  }
}

/**
 * The {@link STRESS_DAYS} observations, among the closes up to `day`, whose squared returns are the
 * largest relative to each factor's own mean; undefined while there are fewer.
 */
export function mostViolentYear({ market }: Study, day: number): StressPeriod | undefined {
  const { products, closes, dates } = market;
  if (day < STRESS_DAYS) return undefined;
  const violence = new Float64Array(day);
  products.forEach((product, i) => {
    const known = (closes[i] ?? new Float64Array()).subarray(0, day + 1);
    const squares = dailyReturns(known, product.returns, 0).map((r) => r * r);
    const mean = squares.reduce((sum, square) => sum + square, 0) / day;
    if (mean > 0)
      squares.forEach((square, t) => (violence[t] = (violence[t] ?? 0) + square / mean));
  });
  let [sum, largest, end] = [0, -1, 0];
  for (let t = 0; t < day; t++) {
    sum += (violence[t] ?? 0) - (t >= STRESS_DAYS ? (violence[t - STRESS_DAYS] ?? 0) : 0);
    if (t >= STRESS_DAYS - 1 && sum > largest) [largest, end] = [sum, t];
  }
  // The return at index t ends at close t+1.
  const [from, to] = [dates[end + 2 - STRESS_DAYS], dates[end + 1]];
  return from === undefined || to === undefined ? undefined : { from, to };
}
