import { nextOutlivedMs } from '#libs/domain/collateral/price-behind.js';
import { decideFundCalls } from '#libs/domain/default-fund/decide-fund-calls.js';
import { decideStressTests } from '#libs/domain/default-fund/decide-stress-tests.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { decideFunding, dueFundingMs, nextFundingMs } from '#libs/domain/funding/decide-funding.js';
import { decideDueCalls, nextDueMs } from '#libs/domain/margin-calls/due-calls.js';
import { decideFeedStates, nextFeedDeadlineMs } from '#libs/domain/market/feed-due.js';
import {
  decideExpiredSides,
  nextSideExpiryMs,
} from '#libs/domain/matching/decide-expired-sides.js';
import { decideLooks } from '#libs/domain/regimes/decide-looks.js';
import { nextRegimeLookMs } from '#libs/domain/regimes/decide-regimes.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import {
  decideScheduledCycle,
  decideUnblockedCycle,
  dueCycle,
  nextScheduledMs,
} from '#libs/domain/settlement/decide-scheduled-cycle.js';
import { decidePaidUpCycles } from '#libs/domain/settlement/decide-paid-up-cycles.js';
import { decideAutomaticDefaults } from '#libs/domain/default-management/automatic-default.js';
import { decideOwnCapital, nextRefillMs } from '#libs/domain/default-management/own-capital.js';
import { decideExpiredOffers } from '#libs/domain/trade-transfers/decide-expired-offers.js';
import { nextOfferExpiryMs } from '#libs/domain/trade-transfers/offer-state.js';
import type { HouseState } from './house-state.js';

export interface DueDecision {
  readonly policy:
    | 'calendar'
    | 'funding'
    | 'paid-up-cycles'
    | 'due-calls'
    | 'blocked-cycles'
    | 'regime-ladder'
    | 'margin-buffer'
    | 'price-feeds'
    | 'own-capital'
    | 'declare-default'
    | 'stress-tests'
    | 'default-fund'
    | 'expired-sides'
    | 'expired-offers';
  readonly events: readonly NewEvent[];
}

/** When time alone next decides something, on the ledger's clock; undefined when nothing is due ever. */
export function nextDeadlineMs(house: HouseState): number | undefined {
  const reviews = house.attention.reviewAtMs.values();
  const deadlines = [
    nextDueMs(house),
    nextScheduledMs(house),
    nextRegimeLookMs(house),
    nextFeedDeadlineMs(house),
    nextFundingMs(house),
    nextRefillMs(house),
    nextOutlivedMs(house),
    nextSideExpiryMs(house),
    nextOfferExpiryMs(house.offers),
    ...reviews,
  ];
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
  // What a due call is measured with depends on how old the prices are.
  const feeds = decideFeedStates(house);
  if (feeds.length > 0) return { policy: 'price-feeds', events: feeds };
  const due = decideDueCalls(house, engine);
  if (due.length > 0) return { policy: 'due-calls', events: due };
  const expired = decideExpiredSides(house);
  if (expired.length > 0) return { policy: 'expired-sides', events: expired };
  const offers = decideExpiredOffers(house);
  if (offers.length > 0) return { policy: 'expired-offers', events: offers };
  // A cycle pays what has accrued up to its own time, however late it is decided.
  const [fundingMs, cycleMs] = [dueFundingMs(house), dueCycle(house)?.atMs];
  if (fundingMs !== undefined && (cycleMs === undefined || fundingMs <= cycleMs))
    return { policy: 'funding', events: decideFunding(house) };
  const cycle = decideScheduledCycle(house, (instrument) => engine.markTicks(instrument));
  if (cycle.length > 0) return { policy: 'calendar', events: cycle };
  return undefined;
}

/**
 * What follows from what was folded: debts of cycles that are paid, rungs and buffers that move, stress
 * tests and the default fund after the end of a day, cycles whose last price has come.
 */
export function decideWaiting(house: HouseState, engine: MarginEngine): DueDecision | undefined {
  const paidUp = decidePaidUpCycles(house);
  if (paidUp.length > 0) return { policy: 'paid-up-cycles', events: paidUp };
  const capital = decideOwnCapital(house);
  if (capital.length > 0) return { policy: 'own-capital', events: capital };
  const defaults = decideAutomaticDefaults(house);
  if (defaults.length > 0) return { policy: 'declare-default', events: defaults };
  const looks = decideLooks(house, engine);
  if (looks) return looks;
  const tests = decideStressTests(house, engine);
  if (tests.length > 0) return { policy: 'stress-tests', events: tests };
  const fundCalls = decideFundCalls(house);
  if (fundCalls.length > 0) return { policy: 'default-fund', events: fundCalls };
  if (house.settlement.blocked.size === 0) return undefined;
  const events = decideUnblockedCycle(house, (instrument) => engine.markTicks(instrument));
  return events.length === 0 ? undefined : { policy: 'blocked-cycles', events };
}
