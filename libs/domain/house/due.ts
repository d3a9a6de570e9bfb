import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { decideDueCalls, nextDueMs } from '#libs/domain/margin-calls/due-calls.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import {
  decideScheduledCycle,
  decideUnblockedCycle,
  nextScheduledMs,
} from '#libs/domain/settlement/decide-scheduled-cycle.js';
import type { HouseState } from './house-state.js';

export interface DueDecision {
  readonly policy: 'calendar' | 'due-calls' | 'blocked-cycles';
  readonly events: readonly NewEvent[];
}

/** When time alone next decides something, on the ledger's clock; undefined when nothing is due ever. */
export function nextDeadlineMs(house: HouseState): number | undefined {
  const reviews = house.attention.reviewAtMs.values();
  const deadlines = [nextDueMs(house), nextScheduledMs(house), ...reviews];
  return deadlines.reduce(earlier, undefined);
}

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

/** Accounts whose further call had to wait are looked at again once it need not. */
function wakeReviews(house: HouseState): void {
  const { reviewAtMs, accounts } = house.attention;
  for (const [account, atMs] of reviewAtMs) {
    if (house.ledgerTimeMs === undefined || atMs > house.ledgerTimeMs) continue;
    reviewAtMs.delete(account);
    accounts.add(account);
  }
}

/**
 * What follows from the passing of time at the ledger time as it is: one decision at a time, until
 * nothing is due (undefined).
 */
export function decideDue(house: HouseState, engine: MarginEngine): DueDecision | undefined {
  if (!house.reference) return undefined;
  wakeReviews(house);
  const due = decideDueCalls(house, engine);
  if (due.length > 0) return { policy: 'due-calls', events: due };
  const cycle = decideScheduledCycle(house);
  if (cycle.length > 0) return { policy: 'calendar', events: cycle };
  return undefined;
}

/** Cycles that waited for a price which has come. */
export function decideWaiting(house: HouseState): DueDecision | undefined {
  if (house.settlement.blocked.size === 0) return undefined;
  const events = decideUnblockedCycle(house);
  return events.length === 0 ? undefined : { policy: 'blocked-cycles', events };
}
