import type {
  CycleType,
  SettlementCycleBlocked,
  SettlementCycleCompleted,
} from '#libs/domain/events/settlement-events.js';
import type { CycleDebts } from './awaited-money.js';
import { bookCycle } from './cycle-debts.js';

export interface CompletedCycle {
  readonly cycleId: string;
  readonly type: CycleType;
  readonly businessDate: string;
  /** Of its `SettlementCycleCompleted`. */
  readonly position: number;
  /** Of the last event that it booked with: what was then is after the cycle. */
  readonly lastPosition: number;
  /** Expired instruments that kept their last price in it. */
  readonly withoutFinalPrice: readonly string[];
}

export interface SettlementState extends CycleDebts {
  readonly cycles: Map<string, CompletedCycle>;
  /** The price of each instrument's last cycle, in ticks. */
  readonly lastSettledTicks: Map<string, number>;
  /** The cycle that each instrument was last settled in; one that corrects a price is not meant. */
  readonly lastCycleOf: Map<string, string>;
  /** Instruments that have ended, by the cycle that settled or exercised them for good. */
  readonly ended: Map<string, string>;
  /** The latest business date whose end-of-day cycle has run. */
  lastEndOfDay: string | undefined;
  /** How many intraday cycles a date has had. */
  readonly intradayCount: Map<string, number>;
  /** Cycles of the calendar that wait for prices, by id. */
  readonly blocked: Map<string, SettlementCycleBlocked>;
  /** Calendar times up to here have been dealt with. */
  scheduledThroughMs: number | undefined;
  /** The cycle after which requirements have not been evaluated yet. */
  evaluationDueFor: string | undefined;
  /** Calls issued since that cycle ran. */
  callsAfterCycle: number;
}

export function emptySettlement(): SettlementState {
  return {
    cycles: new Map(),
    lastSettledTicks: new Map(),
    lastCycleOf: new Map(),
    ended: new Map(),
    lastEndOfDay: undefined,
    intradayCount: new Map(),
    blocked: new Map(),
    scheduledThroughMs: undefined,
    booked: new Map(),
    sources: new Map(),
    paidUp: [],
    evaluationDueFor: undefined,
    callsAfterCycle: 0,
  };
}

/** Takes a cycle that ran; its prices are taken where positions open anew. */
export function takeCycle(
  state: SettlementState,
  completed: SettlementCycleCompleted,
  position: number,
): void {
  const { cycleId, type, businessDate, scheduledFor, withoutFinalPrice } = completed;
  const lastPosition = position + completed.accounts;
  const cycle = { cycleId, type, businessDate, position, lastPosition, withoutFinalPrice };
  state.cycles.set(cycleId, cycle);
  bookCycle(state, cycleId, completed.accounts);
  state.evaluationDueFor = cycleId;
  state.callsAfterCycle = 0;
  // A correction settles one price alone: whatever waits goes on waiting.
  if (completed.corrects) return;
  for (const { instrument } of completed.prices) state.lastCycleOf.set(instrument, cycleId);
  // What waited is settled with this cycle, but for the ends of later days.
  for (const [id, waiting] of state.blocked)
    if (waiting.type === 'INTRADAY' || (type === 'EOD' && waiting.businessDate <= businessDate))
      state.blocked.delete(id);
  if (type === 'EOD') state.lastEndOfDay = businessDate;
  else state.intradayCount.set(businessDate, (state.intradayCount.get(businessDate) ?? 0) + 1);
  if (scheduledFor !== undefined) passSchedule(state, scheduledFor);
}

/** Takes a cycle of the calendar that could not run yet. */
export function takeBlockedCycle(state: SettlementState, blocked: SettlementCycleBlocked): void {
  // Nothing is missing when an operator settled that day already: then nothing waits.
  if (blocked.missing.length > 0) state.blocked.set(blocked.cycleId, blocked);
  passSchedule(state, blocked.scheduledFor);
}

/** A ledger that had no calendar so far gets one: it asks for nothing of the time before. */
export function startSchedule(state: SettlementState, nowMs: number | undefined): void {
  state.scheduledThroughMs = nowMs;
}

function passSchedule(state: SettlementState, scheduledFor: string): void {
  const ms = Date.parse(scheduledFor);
  state.scheduledThroughMs = Math.max(ms, state.scheduledThroughMs ?? ms);
}
