import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { SettlementCycleBlocked } from '#libs/domain/events/settlement-events.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { nextScheduledCycle, type ScheduledCycle } from './calendar.js';
import { cycleIdFor } from './decide-settle.js';
import { runCycle } from './run-cycle.js';

/** When the calendar next asks for a cycle, on the ledger's clock; undefined without a calendar. */
export function nextScheduledMs(house: HouseState): number | undefined {
  const calendar = house.reference?.data.calendar;
  const from = house.settlement.scheduledThroughMs;
  if (!calendar || from === undefined) return undefined;
  return nextScheduledCycle(calendar, from)?.atMs;
}

/**
 * The cycle of the calendar whose time has come: it runs, or it is blocked for want of prices. An
 * intraday cycle that a later cycle follows before now is passed over, since the later one settles the
 * same.
 */
export function decideScheduledCycle(house: HouseState, marks: MarkSource): NewEvent[] {
  const due = dueCycle(house);
  if (!due) return [];
  const { type, businessDate } = due;
  const cycleId = cycleIdFor(house, type, businessDate);
  const scheduledFor = formatInstant(due.atMs);
  const done = type === 'EOD' && (house.settlement.lastEndOfDay ?? '') >= businessDate;
  if (done) return [blocked({ cycleId, type, businessDate, scheduledFor, missing: [] })];
  const outcome = runCycle(house, { cycleId, type, businessDate, scheduledFor }, marks);
  if (outcome.kind === 'completed') return [...outcome.events];
  return [blocked({ cycleId, type, businessDate, scheduledFor, missing: outcome.missing })];
}

/** The cycle of the calendar whose time has come and that is not passed over; undefined without one. */
export function dueCycle(house: HouseState): ScheduledCycle | undefined {
  const calendar = house.reference?.data.calendar;
  const from = house.settlement.scheduledThroughMs;
  const nowMs = house.ledgerTimeMs;
  if (!calendar || from === undefined || nowMs === undefined) return undefined;
  let due = nextScheduledCycle(calendar, from);
  if (!due || due.atMs > nowMs) return undefined;
  while (due.type === 'INTRADAY') {
    const following: ScheduledCycle | undefined = nextScheduledCycle(calendar, due.atMs);
    if (!following || following.atMs > nowMs) break;
    due = following;
  }
  return due;
}

/** Blocked cycles that can run since their last missing price has come. */
export function decideUnblockedCycle(house: HouseState, marks: MarkSource): NewEvent[] {
  const waiting = [...house.settlement.blocked.values()].sort((a, b) =>
    a.scheduledFor < b.scheduledFor ? -1 : 1,
  );
  for (const { cycleId, type, businessDate, scheduledFor } of waiting) {
    const outcome = runCycle(house, { cycleId, type, businessDate, scheduledFor }, marks);
    if (outcome.kind === 'completed') return [...outcome.events];
    // End-of-day cycles run in the order of their dates.
    if (type === 'EOD') return [];
  }
  return [];
}

const blocked = (payload: SettlementCycleBlocked): NewEvent => ({
  type: 'SettlementCycleBlocked',
  streamId: `settlement/${payload.cycleId}`,
  effectiveDate: payload.businessDate,
  payload,
});
