import { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import { accountRequirement } from '#libs/domain/margin-model/account-requirement.js';
import { DAY_MS, formatInstant } from '#libs/domain/kernel/instant.js';
import type { Instrument } from '#libs/domain/reference-data/model.js';
import { BackTestError } from '../back-test-error.js';
import type { Market } from '../data/read-markets.js';
import type { ReadCloses } from '../data/read-closes.js';
import { describeFailure } from '../models/daily-cube.js';
import { cubeSettings, GROUP, liquidationGroup, underlyingOf } from '../models/house-parameters.js';
import { closeInstant, volatilityFactor } from '../run/option-chain.js';
import { RISK_FREE_RATE, smileOf, type QuotedExpiry } from './quoted-expiry.js';

/** A portfolio of listed options over one day: what it lost in the market beside its margin. */
export interface MarginedDay {
  readonly title: string;
  /** USD, one lot being 100 USD a point; positive is a loss. */
  readonly loss: number;
  /** Of the day before: market risk with the short-option minimum and the floor. */
  readonly margin: number;
}

/** One-day market P&L of listed options against the margins of the day before. */
export interface MarginCheck {
  /** Contracts with a close on both days. */
  readonly contracts: number;
  /** One lot of each, long and short. */
  readonly singles: readonly MarginedDay[];
  readonly portfolios: readonly MarginedDay[];
}

const TICK = '0.01';
const TICK_VALUE_MINOR = 100;
const USD_PER_POINT = 100;
const CENTS = 100;

/**
 * Margins one lot of every option that has a close on both days, and some portfolios of all of them,
 * on the scenarios of the first day, and compares with what they lost by the second.
 */
export function checkMargins(
  date: string,
  before: readonly QuotedExpiry[],
  after: readonly QuotedExpiry[],
  market: Market,
  impliedVolatility: ReadCloses,
): MarginCheck {
  const later = new Map(
    after.flatMap(({ quotes }) => quotes.map(({ quote }) => [quote.contract, quote.close])),
  );
  const kept = before.flatMap(({ quotes }) =>
    quotes.flatMap(({ quote }) => {
      const close = later.get(quote.contract);
      return close === undefined ? [] : [{ quote, gain: (close - quote.close) * USD_PER_POINT }];
    }),
  );
  const cube = cubeOf(date, before, market, impliedVolatility);
  const day = (title: string, lots: (index: number) => number): MarginedDay => {
    const book = new MarginBook('portfolio');
    let loss = 0;
    kept.forEach(({ quote, gain }, i) => {
      if (lots(i) === 0) return;
      book.add(quote.contract, market.product.id, lots(i));
      loss -= lots(i) * gain;
    });
    return { title, loss, margin: flooredMarketRisk(book, cube) };
  };
  const isCall = (i: number): boolean => kept[i]?.quote.right === 'call';
  return {
    contracts: kept.length,
    singles: kept.flatMap(({ quote }, index) =>
      [1, -1].map((lots) =>
        day(`${lots > 0 ? 'long' : 'short'} ${quote.contract}`, (i) => (i === index ? lots : 0)),
      ),
    ),
    portfolios: [
      day('long one of each', () => 1),
      day('short one of each', () => -1),
      day('long the calls, short the puts', (i) => (isCall(i) ? 1 : -1)),
      day('short the calls, long the puts', (i) => (isCall(i) ? -1 : 1)),
      day('short the calls', (i) => (isCall(i) ? -1 : 0)),
      day('short the puts', (i) => (isCall(i) ? 0 : -1)),
    ],
  };
}

/** Market risk with its floors, before the value of the options: what a loss is compared with. */
function flooredMarketRisk(book: MarginBook, cube: MarginCube): number {
  const required = accountRequirement(book, cube);
  if (!required.ok) throw new BackTestError(describeFailure(required.error));
  return (
    required.value.groups.reduce((sum, group) => {
      const { marketRiskMinor, shortOptionMinimumMinor, floorMinor } = group;
      return sum + Math.max(...[marketRiskMinor, shortOptionMinimumMinor, floorMinor].map(Number));
    }, 0) / CENTS
  );
}

function cubeOf(
  date: string,
  expiries: readonly QuotedExpiry[],
  market: Market,
  impliedVolatility: ReadCloses,
): MarginCube {
  const { product } = market;
  const cube = new MarginCube(cubeSettings());
  cube.setGroup(liquidationGroup(product.confidenceBp, product.yearDays));
  const underlying = underlyingOf(product, undefined, true);
  cube.setUnderlying({ ...underlying, riskFreeRate: RISK_FREE_RATE });
  for (const expiry of expiries) {
    for (const instrument of instrumentsOf(expiry, product.id)) cube.setInstrument(instrument);
    cube.setPrice(forwardId(expiry), Math.round(expiry.forward / Number(TICK)));
  }
  const slices = expiries.flatMap((expiry) => {
    const smile = smileOf(expiry);
    return smile ? [{ years: expiry.years, smile }] : [];
  });
  const [first, ...rest] = slices.sort((a, b) => a.years - b.years);
  if (!first) throw new BackTestError(`no option of ${date} is out of the money`);
  cube.setSurface(product.id, [first, ...rest]);
  cube.setValuationInstant(closeInstant(date));
  cube.loadScenarios(
    GROUP,
    new Map([
      [product.id, upTo(product.id, market, date)],
      [volatilityFactor(product), upTo(volatilityFactor(product), impliedVolatility, date)],
    ]),
  );
  return cube;
}

function upTo(symbol: string, { dates, closes }: ReadCloses, date: string) {
  const after = dates.findIndex((each) => each > date);
  const end = after < 0 ? dates.length : after;
  return { symbol, dates: dates.slice(0, end), closes: closes.slice(0, end) };
}

const forwardId = ({ expiry }: QuotedExpiry): string => `forward ${expiry}`;

function instrumentsOf(expiry: QuotedExpiry, underlying: string): Instrument[] {
  const common = {
    underlying,
    currency: 'USD',
    tickSize: TICK,
    tickValueMinor: TICK_VALUE_MINOR,
    expiry: formatInstant(closeInstant(expiry.expiry)),
  };
  // A forward that expires after its options, so that it is there for as long as they are.
  const later = formatInstant(closeInstant(expiry.expiry) + DAY_MS);
  return [
    { ...common, id: forwardId(expiry), type: 'future', expiry: later },
    ...expiry.quotes.map(({ quote }): Instrument => ({
      ...common,
      id: quote.contract,
      type: 'option',
      right: quote.right,
      strike: String(quote.strike),
      premiumStyle: 'premium',
      forward: forwardId(expiry),
      exercise: 'cash',
      exerciseThreshold: '0',
      assignment: 'pro-rata',
    })),
  ];
}
