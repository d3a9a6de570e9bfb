import { parseDecimal } from '#libs/domain/kernel/decimal.js';
import { rational, roundToEven } from '#libs/domain/numerics/rational.js';
import { MOMENT_DIGITS, OUT_OF_TURN_MAX_MS, RATE_DIGITS } from './funding-limits.js';
import {
  copyPath,
  goOn,
  nextStepMs,
  startPath,
  stepOf,
  stepTo,
  type PricePath,
} from './price-path.js';

/**
 * The running interval of a perpetual: the premium of its mark over its index, added up over time as
 * far as both are known (margin-model.md a.2). Plain data.
 */
export interface FundingInterval {
  /** Symbol of the index. */
  readonly indexSymbol: string;
  startMs: number;
  /** The interval does not contain its end. */
  endMs: number;
  /** Added up to here. */
  reachedMs: number;
  readonly mark: PricePath;
  readonly index: PricePath;
  /** Sum of premium x milliseconds, the premium in units of 10^-18. */
  weightedPremium: bigint;
  /** Milliseconds for which there were both prices. */
  coveredMs: number;
}

export type Side = 'mark' | 'index';

/** The end of the interval that a moment is in: intervals end at multiples of their length from 1970. */
export const intervalEndAfter = (ms: number, intervalMs: number): number =>
  (Math.floor(ms / intervalMs) + 1) * intervalMs;

/** An interval without any price yet. */
export function openInterval(indexSymbol: string, startMs: number, endMs: number): FundingInterval {
  return {
    indexSymbol,
    startMs,
    endMs,
    reachedMs: startMs,
    mark: startPath(startMs),
    index: startPath(startMs),
    weightedPremium: 0n,
    coveredMs: 0,
  };
}

/**
 * Takes an accepted price. It counts from its second on, but not from before an earlier one of the
 * same symbol, nor from long before what is known of the other.
 */
export function takePrice(
  interval: FundingInterval,
  side: Side,
  price: string,
  observedAtMs: number,
): void {
  const other = interval[side === 'mark' ? 'index' : 'mark'];
  const earliestMs = other.knownToMs - OUT_OF_TURN_MAX_MS;
  goOn(interval[side], price, Math.max(stepOf(observedAtMs), earliestMs));
  const known = [interval.mark.knownToMs, interval.index.knownToMs] as const;
  addUpTo(interval, Math.max(Math.min(...known), Math.max(...known) - OUT_OF_TURN_MAX_MS));
}

/** What an interval comes to at its end. */
export interface IntervalOutcome {
  /** Time-weighted average premium in units of 10^-12; undefined where nothing is paid. */
  readonly premium: bigint | undefined;
  /** The index in force just before the end. */
  readonly index: string | undefined;
  /** Which prices there were not. */
  readonly missing: readonly Side[];
}

/** What the interval comes to as it stands; it is left as it is. */
export function outcomeOf(interval: FundingInterval): IntervalOutcome {
  const { mark, index } = interval;
  const whole = { ...interval, mark: copyPath(mark), index: copyPath(index) };
  addUpTo(whole, whole.endMs);
  const price = whole.index.price;
  const missing: Side[] = [];
  if (whole.mark.price === undefined) missing.push('mark');
  if (price === undefined || !isAboveZero(price)) missing.push('index');
  const { coveredMs, weightedPremium } = whole;
  if (missing.length > 0 || coveredMs === 0) return { premium: undefined, index: price, missing };
  const unit = 10n ** BigInt(MOMENT_DIGITS - RATE_DIGITS);
  const premium = roundToEven(rational(weightedPremium, BigInt(coveredMs) * unit));
  return { premium, index: price, missing };
}

/** Begins the next interval where this one ends; the prices in force go on. */
export function startNext(interval: FundingInterval, intervalMs: number): void {
  addUpTo(interval, interval.endMs);
  interval.startMs = interval.endMs;
  interval.endMs = intervalEndAfter(interval.startMs, intervalMs);
  interval.weightedPremium = 0n;
  interval.coveredMs = 0;
}

/** Adds the premium up to a moment, at most to the end. What steps there counts after it. */
function addUpTo(interval: FundingInterval, ms: number): void {
  const toMs = Math.min(ms, interval.endMs);
  const { mark, index } = interval;
  while (interval.reachedMs < toMs) {
    stepTo(mark, interval.reachedMs);
    stepTo(index, interval.reachedMs);
    const untilMs = Math.min(toMs, nextStepMs(mark), nextStepMs(index));
    const premium = premiumAt(mark.price, index.price);
    if (premium !== undefined) {
      const lastedMs = untilMs - interval.reachedMs;
      interval.weightedPremium += premium * BigInt(lastedMs);
      interval.coveredMs += lastedMs;
    }
    interval.reachedMs = untilMs;
  }
}

/**
 * `(mark - index) / index` in units of 10^-18, half-even; undefined without both prices. An index at
 * or below zero is none: nothing can be measured by it.
 */
function premiumAt(mark: string | undefined, index: string | undefined): bigint | undefined {
  if (mark === undefined || index === undefined || !isAboveZero(index)) return undefined;
  const [of, base] = [parseDecimal(mark), parseDecimal(index)];
  const scale = Math.max(of.scale, base.scale);
  const markUnits = of.units * 10n ** BigInt(scale - of.scale);
  const indexUnits = base.units * 10n ** BigInt(scale - base.scale);
  return roundToEven(rational((markUnits - indexUnits) * 10n ** BigInt(MOMENT_DIGITS), indexUnits));
}

const isAboveZero = (price: string): boolean => parseDecimal(price).units > 0n;
