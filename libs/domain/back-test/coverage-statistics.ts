import type { TestResult } from './chi-square.js';
import { conditionalCoverage, independence, type Transitions } from './christoffersen.js';
import { proportionOfFailures } from './kupiec.js';
import { trafficLight, type TrafficLight } from './traffic-light.js';

/** Losses over the horizon beside the margins that were to cover them, day by day; one currency. */
export interface MarginedLosses {
  /** Positive is a loss, over the horizon that begins at the close of the day. */
  readonly losses: ArrayLike<number>;
  /** At the close of the same day. */
  readonly margins: ArrayLike<number>;
}

/** The loss that went furthest beyond its margin. */
export interface Shortfall {
  /** Index into the series. */
  readonly day: number;
  /** Loss less margin, above 0. */
  readonly amount: number;
  readonly loss: number;
  readonly margin: number;
}

export interface CoverageStatistics {
  /** T: windows that do not overlap, every `horizonDays`-th day from the first on. */
  readonly windows: number;
  /** x: losses above the margin in those windows. The tests are about these. */
  readonly hits: number;
  /** The same count for windows that begin on each of the horizon's days; the first is `hits`. */
  readonly hitsByStart: readonly number[];
  /** All days, whose horizons overlap: each hit can show several times. */
  readonly days: number;
  readonly dayHits: number;
  /** Share of all days without a hit. */
  readonly coverage: number;
  readonly kupiec: TestResult;
  readonly independence: TestResult & Transitions;
  readonly conditionalCoverage: TestResult;
  readonly light: TrafficLight;
  readonly largestShortfall?: Shortfall;
}

/**
 * The statistics of margin-model.md section i for one portfolio under one model. Tests take windows
 * that do not overlap, because hits in overlapping ones follow each other by construction.
 * @param tail the probability of a hit that the margin is held to, 0.01 for 99 %
 */
export function coverageStatistics(
  { losses, margins }: MarginedLosses,
  horizonDays: number,
  tail: number,
): CoverageStatistics {
  const days = losses.length;
  const hitByDay = Array.from({ length: days }, (_, t) => isHit(losses, margins, t));
  const startingOn = (start: number): boolean[] =>
    hitByDay.filter((_, t) => t % horizonDays === start);
  const windows = startingOn(0);
  const hits = count(windows);
  const dayHits = count(hitByDay);
  const largest = largestShortfall(losses, margins);
  return {
    windows: windows.length,
    hits,
    hitsByStart: Array.from({ length: horizonDays }, (_, start) => count(startingOn(start))),
    days,
    dayHits,
    coverage: days === 0 ? 1 : 1 - dayHits / days,
    kupiec: proportionOfFailures(windows.length, hits, tail),
    independence: independence(windows),
    conditionalCoverage: conditionalCoverage(windows, tail),
    light: trafficLight(windows.length, hits, tail),
    ...(largest ? { largestShortfall: largest } : {}),
  };
}

function isHit(losses: ArrayLike<number>, margins: ArrayLike<number>, t: number): boolean {
  return (losses[t] ?? 0) > (margins[t] ?? 0);
}

function count(hits: readonly boolean[]): number {
  return hits.reduce((sum, hit) => sum + (hit ? 1 : 0), 0);
}

function largestShortfall(
  losses: ArrayLike<number>,
  margins: ArrayLike<number>,
): Shortfall | undefined {
  let worst: Shortfall | undefined;
  for (let day = 0; day < losses.length; day++) {
    const [loss, margin] = [losses[day] ?? 0, margins[day] ?? 0];
    const amount = loss - margin;
    if (amount > (worst?.amount ?? 0)) worst = { day, amount, loss, margin };
  }
  return worst;
}
