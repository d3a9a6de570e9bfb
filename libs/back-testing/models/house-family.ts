import { bufferedMargin, bufferFactor } from '#libs/domain/add-ons/margin-buffer.js';
import type { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { referenceMeasure } from '#libs/domain/margin-model/reference-measure.js';
import { MARGIN_MODES, type MarginMode } from '#libs/domain/reference-data/model.js';
import type { Book } from '../books/book.js';
import { DailyCube, marginBook } from './daily-cube.js';
import { cubeSettings, HOUSE_MODEL } from './house-parameters.js';
import {
  cappedMeasure,
  measuredParts,
  measureOf,
  type Measure,
  type MeasuredParts,
} from './measured-parts.js';
import type { FilteredTail, ModelFamily, ModelId, Study } from './model-family.js';

const STRESS_WEIGHT = Number(HOUSE_MODEL.stressWeight);
const OFFSET_SHARE = Number(HOUSE_MODEL.offsetShare);
const BUFFER_SHARE = Number(HOUSE_MODEL.buffer.share);

const OTHER_MODES = MARGIN_MODES.filter((mode) => mode !== 'portfolio');
const FULL = measureOf({ longRun: true, stressWeight: STRESS_WEIGHT });
const VARIANTS = [
  ['no-floor', measureOf({ longRun: false, stressWeight: STRESS_WEIGHT })],
  ['no-stress', measureOf({ longRun: true, stressWeight: 0 })],
  ['filtered', measureOf({ longRun: false, stressWeight: 0 })],
] as const satisfies readonly (readonly [ModelId, Measure])[];

/**
 * The clearing house's own model in its three modes, its variants that lack one part each, the one
 * whose scenarios are rebuilt at every close (single products only), and, where there are options, the
 * one with far moves.
 * In all others the scenarios of a day come from the closes up to the day before, as they do in a
 * clearing house that builds them overnight.
 */
export class HouseFamily implements ModelFamily {
  readonly models: readonly ModelId[];
  readonly tail: FilteredTail;
  private readonly daily: DailyCube;
  private readonly portfolios: readonly MarginBook[];
  private readonly modes: readonly ModeBooks[];
  private readonly buffers: ReferenceBuffers;
  /** Once a product is enough to see what a day's delay is worth. */
  private readonly hasSameDay: boolean;
  /** The last day whose close is in the scenarios. */
  private known = -1;

  constructor(private readonly study: Study) {
    this.hasSameDay = study.market.products.length === 1 && !study.options;
    this.models = [
      'portfolio',
      ...OTHER_MODES,
      ...(study.options ? (['extended'] as const) : []),
      ...(this.hasSameDay ? (['same-day'] as const) : []),
      'buffered',
      ...VARIANTS.map(([id]) => id),
    ];
    this.daily = new DailyCube(study, cubeSettings());
    this.portfolios = study.books.map((book) => marginBook(book, 'portfolio'));
    this.modes = OTHER_MODES.map((mode) => new ModeBooks(study.books, mode));
    this.buffers = new ReferenceBuffers(study, this.daily);
    const count = study.books.length;
    this.tail = {
      valueAtRisk: new Float64Array(count),
      expectedShortfall: new Float64Array(count),
    };
  }

  marginsAt(day: number): readonly Float64Array[] {
    const { daily, portfolios } = this;
    this.learnUpTo(day - 1);
    daily.setPricesOf(day);
    const margins = (withFarMoves = false): Float64Array =>
      Float64Array.from(portfolios, (book) => daily.flooredMarketRisk(book, withFarMoves));
    const ours = margins();
    const modes = this.modes.map((mode) => mode.margins(daily, ours));
    const parts = portfolios.map((book) => measuredParts(book, daily.cube));
    parts.forEach(({ joint, filteredValueAtRisk }, b) => {
      this.tail.valueAtRisk[b] = filteredValueAtRisk;
      this.tail.expectedShortfall[b] = joint.filtered;
    });
    this.buffers.moveToDay();
    const buffered = Float64Array.from(parts, (part, b) =>
      Math.max(ours[b] ?? 0, this.buffers.factorOf(part) * capped(part, FULL)),
    );
    const variants = VARIANTS.map(([, measure]) =>
      Float64Array.from(parts, (part) => capped(part, measure)),
    );
    const farMoves = this.study.options ? [margins(true)] : [];
    return [ours, ...modes, ...farMoves, ...this.sameDay(day), buffered, ...variants];
  }

  /** With the scenarios of the next day, which are rebuilt at this one's close. */
  private sameDay(day: number): Float64Array[] {
    if (!this.hasSameDay) return [];
    this.learnUpTo(day);
    return [Float64Array.from(this.portfolios, (book) => this.daily.flooredMarketRisk(book))];
  }

  private learnUpTo(day: number): void {
    if (this.known === day) return;
    this.daily.loadScenariosUpTo(day);
    this.known = day;
  }
}

/** The books of a study in another mode than portfolio. */
class ModeBooks {
  /** Undefined for a book whose margin in this mode is that of portfolio mode by definition. */
  private readonly books: readonly (MarginBook | undefined)[];

  constructor(books: readonly Book[], mode: MarginMode) {
    this.books = books.map((book) => {
      const classes = new Set(book.positions.map(({ product }) => product)).size;
      const parts = mode === 'isolated' ? book.positions.length : classes;
      return parts > 1 ? marginBook(book, mode) : undefined;
    });
  }

  margins(daily: DailyCube, portfolio: Float64Array): Float64Array {
    return portfolio.map((margin, b) => {
      const book = this.books[b];
      return book ? daily.flooredMarketRisk(book) : margin;
    });
  }
}

function capped(parts: MeasuredParts, measure: Measure): number {
  return cappedMeasure(parts, measure, OFFSET_SHARE);
}

/**
 * The 25 % buffer of each product on its reference portfolio (margin-model.md d.4). A book's measure
 * is scaled by the mean of its classes' factors, weighted with their measures.
 */
class ReferenceBuffers {
  private readonly margins = new Map<string, number>();
  private readonly factors = new Map<string, number>();

  constructor(
    private readonly study: Study,
    private readonly daily: DailyCube,
  ) {}

  /** Moves every product's buffer to the scenarios that the cube has now. */
  moveToDay(): void {
    for (const { id } of this.study.market.products) {
      const model = this.daily.cube.classModel(id);
      const measure = model.method === 'fhs' ? referenceMeasure(model) : 0;
      const margin = bufferedMargin(measure, this.margins.get(id), BUFFER_SHARE);
      this.margins.set(id, margin);
      this.factors.set(id, bufferFactor(margin, measure));
    }
  }

  factorOf({ classes }: MeasuredParts): number {
    let [scaled, plain] = [0, 0];
    for (const { product, blocks } of classes) {
      const measure = FULL(blocks);
      plain += measure;
      scaled += measure * (this.factors.get(product) ?? 1);
    }
    return plain > 0 ? scaled / plain : 1;
  }
}
