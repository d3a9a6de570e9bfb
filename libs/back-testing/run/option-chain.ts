import { DAY_MS, formatInstant } from '#libs/domain/kernel/instant.js';
import { europeanOption } from '#libs/domain/pricing/european-option.js';
import { optionValue } from '#libs/domain/pricing/option-value.js';
import { yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import type { OptionRight, OptionTerms } from '#libs/domain/reference-data/model.js';
import type { VolatilitySurface } from '#libs/domain/volatility/volatility-surface.js';
import { futureId } from '../books/book.js';
import type { Product } from '../products.js';
import type { JointMarket } from './joint-market.js';

/** An option that is struck anew on every day: at a share of the day's price, with the same life. */
export interface OptionSeries {
  readonly id: string;
  readonly title: string;
  readonly right: OptionRight;
  readonly strikeShare: number;
  readonly lifeDays: number;
}

/** Options on the first product of a market, and the one volatility they are all valued at. */
export interface OptionChain {
  readonly series: readonly OptionSeries[];
  /** Per joint date, per root year: a flat surface, because an index of volatility is all there is. */
  readonly volatility: Float64Array;
}

/** When a day's closes are taken, and options expire. */
const CLOSE_HOUR = 'T21:00:00.000Z';
const DAYS_OF_YEAR = 365;

/** The symbol of the volatility of a product as a risk factor. */
export function volatilityFactor(product: Product): string {
  return `${product.id}.VOL`;
}

export function closeInstant(date: string): number {
  return Date.parse(`${date}${CLOSE_HOUR}`);
}

/** The terms of a series as struck on `day`. */
export function struckOn(series: OptionSeries, market: JointMarket, day: number): OptionTerms {
  const { product, ticks, date } = firstMarket(market, day);
  const tick = Number(product.tickSize);
  const strike = Math.round(ticks * series.strikeShare) * tick;
  return {
    id: series.id,
    type: 'option',
    underlying: product.id,
    currency: 'USD',
    tickSize: product.tickSize,
    tickValueMinor: product.tickValueMinor,
    expiry: formatInstant(closeInstant(date) + series.lifeDays * DAY_MS),
    right: series.right,
    strike: strike.toFixed(decimalsOf(product.tickSize)),
    premiumStyle: 'premium',
    forward: futureId(product.id, 'NEAR'),
    exercise: 'cash',
    exerciseThreshold: '0',
    assignment: 'pro-rata',
  };
}

/** The flat surface of a day. */
export function surfaceOn({ volatility }: OptionChain, day: number): VolatilitySurface {
  const level = volatility[day] ?? 0;
  const smile = {
    logMoneyness: Float64Array.of(0),
    variance: Float64Array.of(level * level),
  };
  return [{ years: 30 / DAYS_OF_YEAR, smile }];
}

/** The model value of one lot on `day`, in USD, of an option struck on an earlier day or that one. */
export function optionLotValue(
  terms: OptionTerms,
  chain: OptionChain,
  market: JointMarket,
  day: number,
): number {
  const { product, ticks, date } = firstMarket(market, day);
  const option = europeanOption({
    right: terms.right,
    strike: Number(terms.strike),
    years: yearsToExpiry(Date.parse(terms.expiry), closeInstant(date)),
    riskFreeRate: 0,
    premiumStyle: terms.premiumStyle,
  });
  const tick = Number(product.tickSize);
  const points = optionValue(option, ticks * tick, chain.volatility[day] ?? 0);
  return (points / tick) * (product.tickValueMinor / 100);
}

function firstMarket({ products, ticks, dates }: JointMarket, day: number) {
  const [[product], [prices]] = [products, ticks];
  if (!product || !prices) throw new RangeError('options are on the first product of a market');
  return { product, ticks: prices[day] ?? 0, date: dates[day] ?? '' };
}

function decimalsOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}
