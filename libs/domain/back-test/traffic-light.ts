import { exp } from '#libs/domain/numerics/exp.js';
import { log } from '#libs/domain/numerics/log.js';
import { logLikelihood } from './log-likelihood.js';

export const ZONES = ['green', 'yellow', 'red'] as const;
export type Zone = (typeof ZONES)[number];

const GREEN_BELOW = 0.95;
const YELLOW_BELOW = 0.9999;

/** The zone, and the probability of at most as many hits that puts it there. */
export interface TrafficLight {
  readonly zone: Zone;
  readonly cumulative: number;
}

/** Green while P(Bin(T, p) <= hits) is below 95 %, yellow below 99.99 %, red from there on. */
export function trafficLight(observations: number, hits: number, p: number): TrafficLight {
  const cumulative = binomialCumulative(observations, hits, p);
  if (cumulative < GREEN_BELOW) return { zone: 'green', cumulative };
  return { zone: cumulative < YELLOW_BELOW ? 'yellow' : 'red', cumulative };
}

/**
 * P(Bin(trials, p) <= hits) for p in (0, 1): the probability of exactly `hits` by its logarithm,
 * which does not underflow, and those below by their ratios.
 */
export function binomialCumulative(trials: number, hits: number, p: number): number {
  if (hits < 0) return 0;
  if (hits >= trials) return 1;
  let logChoose = 0;
  for (let k = 1; k <= hits; k++) logChoose += log((trials - hits + k) / k);
  let term = exp(logChoose + logLikelihood(p, trials - hits, hits));
  let sum = term;
  for (let k = hits; k > 0 && term > 0; k--) {
    term *= (k / (trials - k + 1)) * ((1 - p) / p);
    sum += term;
  }
  return Math.min(1, sum);
}
