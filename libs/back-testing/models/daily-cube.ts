import { accountRequirement } from '#libs/domain/margin-model/account-requirement.js';
import { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { MarginCube, type CubeSettings } from '#libs/domain/margin-model/margin-cube.js';
import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';
import type { FutureTerms, MarginMode } from '#libs/domain/reference-data/model.js';
import { BackTestError } from '../back-test-error.js';
import { EXPIRIES, futureId, type Book } from '../books/book.js';
import type { Product } from '../products.js';
import { closeInstant, struckOn, surfaceOn, volatilityFactor } from '../run/option-chain.js';
import { GROUP, HORIZON_DAYS, liquidationGroup, underlyingOf } from './house-parameters.js';
import type { Study } from './model-family.js';

const CENTS = 100;

/** The margin cube of the model over the markets of a study, moved from date to date. */
export class DailyCube {
  readonly cube: MarginCube;
  /** Index of the first close that block H may take, by the stress periods of the settings. */
  private readonly stressStart: number;

  /**
   * @param scanRanges relative price ranges by product, for the 16-scenario grid instead of history
   */
  constructor(
    private readonly study: Study,
    settings: CubeSettings,
    scanRanges?: ReadonlyMap<string, string>,
  ) {
    const { products, dates } = study.market;
    this.cube = new MarginCube(settings);
    this.cube.setGroup(liquidationGroup(study.confidenceBp, products[0]?.yearDays ?? 252));
    for (const product of products) {
      const hasOptions = study.options !== undefined;
      this.cube.setUnderlying(underlyingOf(product, scanRanges?.get(product.id), hasOptions));
      for (const expiry of EXPIRIES) this.cube.setInstrument(future(product, expiry));
    }
    this.strikeOptions(0);
    const [earliest = '9999'] = settings.model.stressPeriods.map(({ from }) => from).sort();
    const stressed = dates.findIndex((date) => date >= earliest);
    this.stressStart = stressed < 0 ? dates.length : stressed;
  }

  /**
   * Builds the scenarios from the closes up to `day`, that one included.
   * @param regimes rungs of the volatility ladder by product; 1 where there is none
   */
  loadScenariosUpTo(day: number, regimes?: ReadonlyMap<string, number>): void {
    const { options, market } = this.study;
    const { products, dates, closes } = market;
    const from = this.firstCloseNeeded(day);
    const known = dates.slice(from, day + 1);
    const histories = new Map(
      products.map((product, i) => [
        product.id,
        {
          symbol: product.id,
          dates: known,
          closes: (closes[i] ?? new Float64Array()).subarray(from, day + 1),
        },
      ]),
    );
    const [first] = products;
    if (options && first) {
      const symbol = volatilityFactor(first);
      const levels = options.volatility.subarray(from, day + 1);
      histories.set(symbol, { symbol, dates: known, closes: levels });
    }
    this.cube.loadScenarios(GROUP, histories, regimes);
  }

  /** Marks every instrument at the close of `day`. */
  setPricesOf(day: number): void {
    const { products, ticks } = this.study.market;
    products.forEach((product, i) => {
      for (const expiry of EXPIRIES) {
        this.cube.setPrice(futureId(product.id, expiry), ticks[i]?.[day] ?? 0);
      }
    });
    this.strikeOptions(day);
  }

  /**
   * What the market risk and the floors of a book come to (rows 3 to 6 of margin-model.md section 0),
   * in USD: what a back-test compares losses with. Option values and add-ons are left out, and so are
   * far moves (EXT) unless asked for: no product has them by default.
   * @throws BackTestError when the model cannot margin the book
   */
  flooredMarketRisk(book: MarginBook, withFarMoves = false): number {
    const required = accountRequirement(book, this.cube);
    if (!required.ok) throw new BackTestError(describeFailure(required.error));
    let minor = 0;
    for (const group of required.value.groups) {
      minor += Math.max(
        Number(group.marketRiskMinor),
        withFarMoves ? Number(group.extendedMovesMinor) : 0,
        Number(group.shortOptionMinimumMinor),
        Number(group.floorMinor),
      );
    }
    return minor / CENTS;
  }

  /** Strikes the options of a study anew, and gives them the day's volatility and time. */
  private strikeOptions(day: number): void {
    const { options, market } = this.study;
    const [first] = market.products;
    if (!options || !first) return;
    for (const series of options.series) {
      this.cube.setInstrument(struckOn(series, market, day));
    }
    this.cube.setSurface(first.id, surfaceOn(options, day));
    this.cube.setValuationInstant(closeInstant(market.dates[day] ?? ''));
  }

  /**
   * No scenario reads closes before this one: the window, the long-run volatility and the stress
   * periods all begin later. Leaving them out changes nothing but the time it takes.
   */
  private firstCloseNeeded(day: number): number {
    const { lookback, burnIn, longRunDays } = this.cube.settings.model;
    const window = Math.max(lookback + burnIn, longRunDays);
    const stress = this.stressStart <= day ? this.stressStart - HORIZON_DAYS : day;
    return Math.max(0, Math.min(day - window, stress));
  }
}

/** A book as the model takes it. */
export function marginBook({ positions }: Book, mode: MarginMode): MarginBook {
  const book = new MarginBook(mode);
  for (const { instrument, product, lots } of positions) book.add(instrument, product, lots);
  return book;
}

export function describeFailure(failure: MarginFailure): string {
  return `the model cannot margin a portfolio of the back-test: ${JSON.stringify(failure)}`;
}

function future(product: Product, expiry: (typeof EXPIRIES)[number]): FutureTerms {
  return {
    id: futureId(product.id, expiry),
    type: 'future',
    underlying: product.id,
    currency: 'USD',
    tickSize: product.tickSize,
    tickValueMinor: product.tickValueMinor,
    expiry: '2099-12-18T21:00:00.000Z',
  };
}
