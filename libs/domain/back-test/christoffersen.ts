import { chiSquareTest, type TestResult } from './chi-square.js';
import { proportionOfFailures } from './kupiec.js';
import { logLikelihood } from './log-likelihood.js';

/** How often each outcome followed each: `missHit` is a hit on the day after none. */
export interface Transitions {
  readonly missMiss: number;
  readonly missHit: number;
  readonly hitMiss: number;
  readonly hitHit: number;
}

/** Counts the transitions of a series of days, true being a hit. */
export function countTransitions(hits: readonly boolean[]): Transitions {
  const counts = { missMiss: 0, missHit: 0, hitMiss: 0, hitHit: 0 };
  hits.forEach((hit, day) => {
    if (day === 0) return;
    const before = hits[day - 1] === true;
    if (before) counts[hit ? 'hitHit' : 'hitMiss'] += 1;
    else counts[hit ? 'missHit' : 'missMiss'] += 1;
  });
  return counts;
}

/**
 * Christoffersen's test of independence (margin-model.md i): whether a hit makes one on the next day
 * more probable. Clustered hits fail it though their number is right.
 */
export function independence(hits: readonly boolean[]): TestResult & Transitions {
  const counts = countTransitions(hits);
  const { missMiss, missHit, hitMiss, hitHit } = counts;
  const [misses, after] = [missMiss + hitMiss, missHit + hitHit];
  const apart =
    logLikelihood(share(missHit, missMiss), missMiss, missHit) +
    logLikelihood(share(hitHit, hitMiss), hitMiss, hitHit);
  const together = logLikelihood(share(after, misses), misses, after);
  return { ...counts, ...chiSquareTest(-2 * (together - apart), 1) };
}

function share(hits: number, misses: number): number {
  return hits + misses === 0 ? 0 : hits / (hits + misses);
}

/** The right number of hits and independent: the two statistics add up, with two degrees of freedom. */
export function conditionalCoverage(hits: readonly boolean[], p: number): TestResult {
  const count = hits.reduce((sum, hit) => sum + (hit ? 1 : 0), 0);
  const failures = proportionOfFailures(hits.length, count, p);
  return chiSquareTest(failures.statistic + independence(hits).statistic, 2);
}
