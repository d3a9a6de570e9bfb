import { gaussian } from './gaussian.js';

/** 1/sqrt(2*pi). */
const PEAK = 0.3989422804014327;

/** The standard normal density, to about two units in the last place. */
export function normalDensity(x: number): number {
  return PEAK * gaussian(x);
}
