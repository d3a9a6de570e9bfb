import { IdentityFilter } from '#libs/decider/identity-filter.js';
import { serializeSnapshot } from '#libs/decider/house-snapshot.js';
import { collectGarbage } from './collect-garbage.js';
import type { YearSize } from './year/year-document.js';
import { YearPlay } from './year/year-play.js';

/** How a simulated year stands after so many days. */
export interface QuarterEnd {
  readonly days: number;
  readonly ledgerEvents: number;
  /** In use after a collection of garbage. */
  readonly heapMb: number;
  /** The state as a snapshot keeps it. */
  readonly stateKb: number;
  /** Since the quarter before. */
  readonly seconds: number;
}

export interface SimulatedYear {
  readonly accounts: number;
  readonly messages: number;
  readonly seconds: number;
  readonly quarters: readonly QuarterEnd[];
}

const QUARTERS = 4;
const NO_IDENTITIES = new IdentityFilter(new Uint32Array(0));

/**
 * A year in the core alone, without servers: all cycles, calls, payments, funding and fees in three
 * currencies. Nothing is kept but what the core keeps.
 */
export function simulateYear(seed: number, size: YearSize, days: number): SimulatedYear {
  const year = new YearPlay(seed, size, days);
  const quarters: QuarterEnd[] = [];
  const quarter = Math.ceil(days / QUARTERS);
  const started = performance.now();
  let since = started;
  let messages = 0;
  year.run((passed) => {
    messages += year.sent.length;
    year.sent.length = 0;
    if (passed % quarter !== 0 && passed !== days) return;
    const seconds = (performance.now() - since) / 1_000;
    collectGarbage();
    const { house } = year.core;
    quarters.push({
      days: passed,
      ledgerEvents: house.position,
      heapMb: process.memoryUsage().heapUsed / 1024 ** 2,
      stateKb: serializeSnapshot({ house, filter: NO_IDENTITIES }).length / 1024,
      seconds,
    });
    since = performance.now();
  });
  const seconds = quarters.reduce((sum, each) => sum + each.seconds, 0);
  return { accounts: size.members * 2, messages, seconds, quarters };
}
