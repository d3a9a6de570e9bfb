import type { ReturnKind } from '#libs/domain/reference-data/model.js';

/** A market of which real closes are kept, and the future that stands for it in the back-tests. */
export interface Product {
  /** Underlying, hence class and risk factor. */
  readonly id: string;
  readonly name: string;
  /** File of daily closes, columns `date,close`. */
  readonly file: string;
  /** A close of the file times this is the price of the future. */
  readonly scale: number;
  readonly returns: ReturnKind;
  readonly tickSize: string;
  /** Value of one tick of one lot, in cents. */
  readonly tickValueMinor: number;
  /** In words, for the report. */
  readonly lot: string;
  readonly confidenceBp: number;
  /** Observations a year. */
  readonly yearDays: number;
  /** Returns beyond the burn-in before there is a requirement. */
  readonly minimumHistory: number;
  /** Of net delta notional (margin-model.md section 0). */
  readonly marginFloor: string;
  /** Whether rows of Saturdays and Sundays are days of their own, or the first hours of Monday. */
  readonly tradesAtWeekends: boolean;
  /** Dates whose closes are left out, because they are known to be wrong. */
  readonly leftOut: readonly string[];
}

const LISTED = {
  scale: 1,
  returns: 'log',
  confidenceBp: 9900,
  yearDays: 252,
  minimumHistory: 250,
  tradesAtWeekends: false,
  leftOut: [],
} as const;

const BITCOIN = {
  ...LISTED,
  file: 'btcusd.csv',
  tickSize: '0.01',
  tickValueMinor: 5,
  lot: '5 bitcoin',
  confidenceBp: 9950,
  yearDays: 365,
  minimumHistory: 365,
  marginFloor: '0.02',
  tradesAtWeekends: true,
} as const;

/** Closes of Bitcoin at -50 % and then +57 %: prints of one venue that no other market saw. */
const BAD_PRINTS = ['2015-01-14', '2015-01-15'] as const;

export const PRODUCTS = {
  SPX: {
    ...LISTED,
    id: 'SPX',
    name: 'S&P 500',
    file: 'spy.csv',
    scale: 10,
    tickSize: '0.1',
    tickValueMinor: 500,
    lot: '50 USD a point, the index being ten times SPY',
    marginFloor: '0.005',
  },
  WTI: {
    ...LISTED,
    id: 'WTI',
    name: 'WTI crude oil',
    file: 'wti.csv',
    returns: 'absolute',
    tickSize: '0.01',
    tickValueMinor: 1000,
    lot: '1,000 barrels',
    marginFloor: '0.01',
  },
  BRENT: {
    ...LISTED,
    id: 'BRENT',
    name: 'Brent crude oil',
    file: 'brent.csv',
    returns: 'absolute',
    tickSize: '0.01',
    tickValueMinor: 1000,
    lot: '1,000 barrels',
    marginFloor: '0.01',
  },
  XAU: {
    ...LISTED,
    id: 'XAU',
    name: 'gold',
    file: 'xauusd.csv',
    tickSize: '0.01',
    tickValueMinor: 100,
    lot: '100 ounces',
    marginFloor: '0.01',
  },
  EUR: {
    ...LISTED,
    id: 'EUR',
    name: 'euro',
    file: 'eurusd.csv',
    tickSize: '0.00001',
    tickValueMinor: 100,
    lot: '100,000 EUR',
    marginFloor: '0.005',
  },
  GBP: {
    ...LISTED,
    id: 'GBP',
    name: 'sterling',
    file: 'gbpusd.csv',
    tickSize: '0.00001',
    tickValueMinor: 100,
    lot: '100,000 GBP',
    marginFloor: '0.005',
  },
  BTC: { ...BITCOIN, id: 'BTC', name: 'Bitcoin' },
  BTC_CLEAN: {
    ...BITCOIN,
    id: 'BTC-CLEAN',
    name: 'Bitcoin without the bad print',
    leftOut: BAD_PRINTS,
  },
} as const satisfies Readonly<Record<string, Product>>;
