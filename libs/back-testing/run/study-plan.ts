import type { Book } from '../books/book.js';
import { basketBooks, pairBooks, randomBooks, singleBooks } from '../books/reference-books.js';
import type { Market, Markets } from '../data/read-markets.js';
import { HORIZON_DAYS, HOUSE_MODEL } from '../models/house-parameters.js';
import type { Study } from '../models/model-family.js';
import { PRODUCTS, type Product } from '../products.js';
import { jointMarket, type JointMarket } from './joint-market.js';
import { optionsFrame } from './options-study.js';

/** One run: markets on their joint dates, and portfolios over them. */
export interface PlannedStudy extends Study {
  readonly id: string;
  readonly title: string;
}

export interface StudyPlan {
  readonly studies: readonly PlannedStudy[];
  /** What was asked for and cannot be run, and why. */
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[];
}

interface Wanted {
  readonly id: string;
  readonly title: string;
  readonly products: readonly Product[];
  readonly books: (market: JointMarket) => Book[];
}

const RANDOM_BOOKS = 10;
/** Options are revalued in every scenario: margined once a horizon, in windows that do not overlap. */
const OPTIONS_STRIDE_DAYS = HORIZON_DAYS;
const OPTIONS_TITLE = 'options on the S&P 500 at the volatility of the VIX';
const { SPX, WTI, BRENT, XAU, EUR, GBP, BTC, BTC_CLEAN } = PRODUCTS;

function synthetic(seed: string): (market: JointMarket) => Book[] {
  return (market) => [
    ...pairBooks(market),
    ...basketBooks(market),
    ...randomBooks(market, RANDOM_BOOKS, seed),
  ];
}

/** Each product by itself, then the portfolios of several. */
function wanted(seed: string): Wanted[] {
  const singles = [SPX, WTI, BRENT, XAU, EUR, GBP, BTC, BTC_CLEAN].map((product: Product) => ({
    id: product.id.toLowerCase(),
    title: product.name,
    products: [product],
    books: singleBooks,
  }));
  return [
    ...singles,
    {
      id: 'equity-oil',
      title: 'S&P 500, WTI and Brent together',
      products: [SPX, WTI, BRENT],
      books: synthetic(seed),
    },
    {
      id: 'five-markets',
      title: 'S&P 500, WTI, gold, euro and sterling together',
      products: [SPX, WTI, XAU, EUR, GBP],
      books: synthetic(seed),
    },
    {
      id: 'six-markets',
      title: 'the five and Bitcoin together',
      products: [SPX, WTI, XAU, EUR, GBP, BTC],
      books: synthetic(seed),
    },
  ];
}

/**
 * The studies that the data allow, from `from` (YYYY-MM-DD) on: closes before it are history only.
 * @param seed of the random portfolios
 */
export function planStudies(markets: Markets, from: string, seed: string): StudyPlan {
  const studies: PlannedStudy[] = [];
  const leftOut: { title: string; reason: string }[] = [];
  const add = (study: PlannedStudy): void => {
    const { title, firstDay, horizonDays, market } = study;
    if (firstDay + horizonDays < market.dates.length) studies.push(study);
    else leftOut.push({ title, reason: `no margined day from ${from} on: too few joint closes` });
  };
  for (const { id, title, products, books } of wanted(seed)) {
    const missing = products.filter((product) => !markets.byProduct.has(product.id));
    if (missing.length > 0) {
      const files = missing.map(({ file }) => file).join(', ');
      leftOut.push({ title, reason: `there is no ${files}` });
      continue;
    }
    const market = jointMarket(
      products.flatMap((product): Market[] => {
        const found = markets.byProduct.get(product.id);
        return found ? [found] : [];
      }),
    );
    add({ id, title, ...frame(market, from), books: books(market) });
  }
  const [index, volatility] = [markets.byProduct.get(SPX.id), markets.impliedVolatility];
  if (index && volatility) {
    const options = optionsFrame(index, volatility);
    const timing = { ...frame(options.market, from), strideDays: OPTIONS_STRIDE_DAYS };
    add({ id: 'options', title: OPTIONS_TITLE, ...timing, ...options });
  } else leftOut.push({ title: OPTIONS_TITLE, reason: 'there is no spy.csv or no vix.csv' });
  return { studies, leftOut };
}

/** From when on a study has margins: when yesterday's closes have the returns that the model needs. */
function frame(market: JointMarket, from: string): Omit<Study, 'books' | 'options'> {
  // Joint dates with a market that closes at weekends are business days: the strictest of all counts.
  const minimumHistory = Math.max(...market.products.map((product) => product.minimumHistory));
  const withHistory = HOUSE_MODEL.burnIn + minimumHistory + 1;
  const asked = market.dates.findIndex((date) => date >= from);
  const alone = market.products.length === 1;
  return {
    market,
    firstDay: Math.max(withHistory, asked < 0 ? market.dates.length : asked),
    horizonDays: HORIZON_DAYS,
    strideDays: 1,
    confidenceBp: alone ? (market.products[0]?.confidenceBp ?? 9900) : 9900,
  };
}
