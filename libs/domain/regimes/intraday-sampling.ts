import { intradayVolatility, nextIntradayVariance } from '#libs/domain/add-ons/regime-ladder.js';
import { DAY_MS, MINUTE_MS } from '#libs/domain/kernel/instant.js';
import { log } from '#libs/domain/numerics/log.js';
import type { ReturnKind } from '#libs/domain/reference-data/model.js';

/** Returns are taken over periods of this length (margin-model.md d.3). */
const PERIOD_MS = 5 * MINUTE_MS;
/** A trading day counts as 24 hours, for markets that close as well. */
const PERIODS_OF_DAY = DAY_MS / PERIOD_MS;
const DECAY = 0.97;
/** A return over more periods than this says too little of any of them: none is taken. */
const PERIODS_OF_RETURN_MAX = 12;
/** The variance counts from this many periods on; their mean square is its first value. */
const PERIODS_OF_WARM_UP = 12;

/** How the prices of a symbol become returns. */
export interface ReturnTerms {
  readonly kind: ReturnKind;
  /** The shift of shifted-log, else 0. */
  readonly shift: number;
}

/** A price that stands for a whole period: the last one in it. */
interface PeriodClose {
  readonly period: number;
  readonly price: number;
}

/** What is known of the 5-minute returns of one symbol. */
export interface IntradaySampling {
  readonly terms: ReturnTerms;
  /** The period of the latest price, counted from 1970. */
  period: number;
  /** The last price in it so far. */
  price: number;
  /** Where the next return starts; undefined after a gap. */
  before: PeriodClose | undefined;
  /** Periods that have counted; no more are counted once the warm-up is over. */
  periods: number;
  /** The mean square of the periods of the warm-up so far, then the weighted variance per period. */
  variance: number;
  /** The period in which the last return ended. */
  lastReturn: number | undefined;
}

/** The 5-minute period of an instant. */
export const periodOf = (ms: number): number => Math.floor(ms / PERIOD_MS);

/** When a period starts. */
export const periodStartMs = (period: number): number => period * PERIOD_MS;

/** Begins with the first price of a symbol. */
export function startSampling(terms: ReturnTerms, period: number, price: number): IntradaySampling {
  const nothing = { before: undefined, periods: 0, variance: 0, lastReturn: undefined };
  return { terms, period, price, ...nothing };
}

/**
 * Takes an accepted price of a symbol into its 5-minute returns. The last price of each period of
 * observation stands for it; the period is over when a price of a later one comes, and a price of an
 * earlier one comes too late. A return over k periods, up to an hour, counts as k periods with a k-th
 * of its square each, so that a symbol with few prices has no smaller variance than one with many. A
 * longer gap (a night, a weekend, a history of daily prices) gives no return: sampling goes on from
 * the first price after it, with the variance known before. Prices between which there is no return
 * (no logarithm where one is needed, or none that a double can hold) give none either.
 * @returns whether a period came to its end
 */
export function takeSample(sampling: IntradaySampling, period: number, price: number): boolean {
  if (period < sampling.period) return false;
  if (period === sampling.period) {
    sampling.price = price;
    return false;
  }
  takeReturn(sampling);
  sampling.before = { period: sampling.period, price: sampling.price };
  sampling.period = period;
  sampling.price = price;
  return true;
}

/**
 * The daily volatility of the returns, in their unit; undefined before the warm-up of an hour is over.
 * Its variance per period is scaled with the 288 periods of 24 hours.
 */
export function sampledVolatility(sampling: IntradaySampling): number | undefined {
  if (sampling.periods < PERIODS_OF_WARM_UP) return undefined;
  return intradayVolatility(sampling.variance, PERIODS_OF_DAY);
}

/** The return over the period that has just ended, as far as there is one. */
function takeReturn(sampling: IntradaySampling): void {
  const { terms, before, period, price } = sampling;
  if (!before) return;
  const periods = period - before.period;
  if (periods > PERIODS_OF_RETURN_MAX) return;
  const move = returnBetween(terms, before.price, price);
  if (move === undefined) return;
  const perPeriod = move / Math.sqrt(periods);
  for (let i = 0; i < periods; i++) takePeriod(sampling, perPeriod);
  sampling.lastReturn = period;
}

function takePeriod(sampling: IntradaySampling, move: number): void {
  if (sampling.periods >= PERIODS_OF_WARM_UP) {
    sampling.variance = nextIntradayVariance(sampling.variance, move, DECAY);
    return;
  }
  sampling.periods += 1;
  sampling.variance += (move * move - sampling.variance) / sampling.periods;
}

function returnBetween(
  { kind, shift }: ReturnTerms,
  before: number,
  after: number,
): number | undefined {
  if (kind === 'absolute') return ifSquarable(after - before);
  const [from, to] = [before + shift, after + shift];
  return from > 0 && to > 0 ? ifSquarable(log(to / from)) : undefined;
}

/** One move without a finite square would be in the variance for good. */
const ifSquarable = (move: number): number | undefined =>
  Number.isFinite(move * move) ? move : undefined;
