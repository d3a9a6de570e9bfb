import { scenarioValues } from '#libs/domain/pricing/scenario-values.js';
import { europeanOption } from '#libs/domain/pricing/european-option.js';
import { cubeMarket } from './margin-cube-market.js';
import { SCENARIOS } from './margin-history.js';
import { OPTION_BASE, OPTIONS } from './margin-market.js';
import { rowOf } from './rebuild-book.js';
import type { Comparison } from './statistics.js';

export interface Revaluation {
  readonly source: string;
  /** Option values a second, one thread: rows of the margin model beside bare pricing. */
  readonly runs: readonly Comparison[];
}

/** Rows of one slice of a measurement: long enough for the clock, short enough to take turns. */
const ROWS = 200;

/**
 * Whole rows of options after a tick of their future (shocks of price and volatility, smile, pricing,
 * rounding) beside a bare loop of Black-76 over forwards and volatilities that are there already.
 */
export function revalueOptions(runs: number): Revaluation {
  const market = cubeMarket(20);
  const { cube, source } = market;
  const options = OPTIONS.filter(({ forward }) => forward === OPTION_BASE);
  let ticks = 280_000;
  const rows = (): void => {
    for (let i = 0; i < ROWS; i++) {
      // Every pass over the options finds their future at another price.
      if (i % options.length === 0) cube.setPrice(OPTION_BASE, ++ticks);
      rowOf(market, options[i % options.length]?.id ?? '');
    }
  };
  const prices = bareLoop();
  for (const warmUp of [rows, prices]) warmUp();
  const pairs = Array.from({ length: runs }, () => ({
    floor: valuesPerSecond(prices),
    program: valuesPerSecond(rows),
  }));
  return { source, runs: pairs };
}

function bareLoop(): () => void {
  const option = europeanOption({
    right: 'call',
    strike: 2_900,
    years: 0.32,
    riskFreeRate: 0.02,
    premiumStyle: 'premium',
  });
  const forwards = Float64Array.from({ length: SCENARIOS }, (_, s) => 2_400 + (s % 800));
  const volatilities = Float64Array.from({ length: SCENARIOS }, (_, s) => 0.1 + (s % 300) / 1_000);
  const values = new Float64Array(SCENARIOS);
  return () => {
    for (let i = 0; i < ROWS; i++) scenarioValues(option, forwards, volatilities, values);
  };
}

function valuesPerSecond(work: () => void): number {
  const started = performance.now();
  work();
  return (ROWS * SCENARIOS * 1_000) / (performance.now() - started);
}
