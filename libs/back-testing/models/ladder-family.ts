import { nextRegime, type Regime } from '#libs/domain/add-ons/regime-ladder.js';
import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { DailyCube, marginBook } from './daily-cube.js';
import { cubeSettings, HOUSE_MODEL } from './house-parameters.js';
import type { ModelFamily, Study } from './model-family.js';

const { rungs, band, holdDays } = HOUSE_MODEL.regimeLadder;
const LADDER = { rungs: rungs.map(Number), band: Number(band), holdDays };

/**
 * The model with its volatility ladder (margin-model.md d.3), as far as closes can drive it: the
 * ratio is today's implied volatility over that of the evening on which the scenarios were built.
 */
export class LadderFamily implements ModelFamily {
  readonly models = ['ladder'] as const;
  private readonly daily: DailyCube;
  private readonly books: readonly MarginBook[];
  private regime: Regime = { multiplier: 1, sinceDay: 0 };
  private seen: number;

  constructor(private readonly study: Study) {
    this.daily = new DailyCube(study, cubeSettings());
    this.books = study.books.map((book) => marginBook(book, 'portfolio'));
    this.seen = study.firstDay;
  }

  marginsAt(day: number): readonly Float64Array[] {
    const { options, market } = this.study;
    const level = (at: number): number => options?.volatility[at] ?? 0;
    // The ladder sees every day, also those between the margined ones.
    for (; this.seen <= day; this.seen++) {
      const before = level(this.seen - 1);
      const ratio = before > 0 ? level(this.seen) / before : 0;
      this.regime = nextRegime(LADDER, this.regime, ratio, this.seen);
    }
    const regimes = new Map(market.products.map(({ id }) => [id, this.regime.multiplier]));
    this.daily.loadScenariosUpTo(day - 1, regimes);
    this.daily.setPricesOf(day);
    return [Float64Array.from(this.books, (book) => this.daily.flooredMarketRisk(book))];
  }
}
