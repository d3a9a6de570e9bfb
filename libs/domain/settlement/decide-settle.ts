import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { CycleType } from '#libs/domain/events/settlement-events.js';
import { LEAP_MAX_MS } from '#libs/domain/house/clock.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { settlesAtOnce } from './settles-at-once.js';
import { cycleSettled } from './decide-paid-up-cycles.js';
import type { CycleRequest } from './cycle-request.js';
import { runCycle } from './run-cycle.js';
import type { CompletedCycle } from './settlement-state.js';

export interface SettleOrder {
  readonly cycleType: CycleType;
  readonly date: string;
  readonly cycleId?: string;
}

/** What the operator is told. */
export interface SettleResult {
  readonly cycleId: string;
  readonly type: CycleType;
  readonly businessDate: string;
  readonly position: number;
  /** Of the last event that it booked with: statements and balances up to it are those after the cycle. */
  readonly lastPosition: number;
  /** BOOKED while debts that it made are open, SETTLED when they are paid in or it made none. */
  readonly status: 'BOOKED' | 'SETTLED';
  /** Expired instruments that kept their last price since no final price has come. */
  readonly withoutFinalPrice: readonly string[];
  /** Whether an earlier order ran it: then nothing was booked now. */
  readonly repeated: boolean;
}

export interface SettleRefusal {
  readonly code:
    | 'MISSING_PRICES'
    | 'DATE_HAS_CYCLE'
    | 'DATE_IN_THE_PAST'
    | 'DATE_IN_THE_FUTURE'
    | 'CONFLICTING_CYCLE';
  readonly reason: string;
  readonly cycleId: string;
  readonly missing?: readonly string[];
}

export interface SettleDecision {
  readonly events: readonly NewEvent[];
  readonly result: SettleResult;
}

const END_OF_DAY_ID = /^(\d{4}-\d\d-\d\d)-EOD$/;

/**
 * An operator's order to settle. A cycle runs once: its id again gets the first result; a date has
 * one end-of-day cycle, and none before the last one.
 */
export function decideSettle(
  house: HouseState,
  order: SettleOrder,
  marks: MarkSource,
): Result<SettleDecision, SettleRefusal> {
  const request = requestOf(house, order);
  const before = house.settlement.cycles.get(request.cycleId);
  if (before) return repeated(house, before, request);
  const refusal =
    refuseOthersId(request) ??
    (order.cycleType === 'EOD' ? refuseEndOfDay(house, request) : undefined);
  if (refusal) return failed(refusal);
  const outcome = runCycle(house, request, marks);
  if (outcome.kind === 'missing-prices') return failed(missingPrices(request, outcome.missing));
  const { withoutFinalPrice } = outcome;
  const { cycleId, type, businessDate } = request;
  const [position, lastPosition] = [house.position + 1, house.position + outcome.events.length];
  const cycle = { cycleId, type, businessDate, position, lastPosition };
  const isSettled = settlesAtOnce(house, outcome.events);
  const status = isSettled ? 'SETTLED' : 'BOOKED';
  return ok({
    events: isSettled ? [...outcome.events, cycleSettled(cycle)] : outcome.events,
    result: { ...cycle, status, withoutFinalPrice, repeated: false },
  });
}

function requestOf(house: HouseState, order: SettleOrder): CycleRequest {
  const { cycleType: type, date: businessDate } = order;
  return { cycleId: order.cycleId ?? cycleIdFor(house, type, businessDate), type, businessDate };
}

/** The id of a cycle that was given none: `D-EOD`, `D-INTRADAY-n`. */
export function cycleIdFor(house: HouseState, type: CycleType, businessDate: string): string {
  if (type === 'EOD') return `${businessDate}-EOD`;
  let n = (house.settlement.intradayCount.get(businessDate) ?? 0) + 1;
  while (house.settlement.cycles.has(`${businessDate}-INTRADAY-${n}`)) n += 1;
  return `${businessDate}-INTRADAY-${n}`;
}

function repeated(
  { settlement }: HouseState,
  cycle: CompletedCycle,
  request: CycleRequest,
): Result<SettleDecision, SettleRefusal> {
  const { cycleId, type, businessDate } = cycle;
  if (type !== request.type || businessDate !== request.businessDate)
    return failed({
      code: 'CONFLICTING_CYCLE',
      cycleId,
      reason: `cycle ${cycleId} was ${type} of ${businessDate}; choose another id for ${request.type} of ${request.businessDate}`,
    });
  const status = settlement.booked.has(cycleId) ? 'BOOKED' : 'SETTLED';
  return ok({ events: [], result: { ...cycle, status, repeated: true } });
}

/** `D-EOD` names the end of day D and no other cycle: else the calendar's own would repeat an id. */
function refuseOthersId({ cycleId, type, businessDate }: CycleRequest): SettleRefusal | undefined {
  const date = END_OF_DAY_ID.exec(cycleId)?.[1];
  if (date === undefined || (type === 'EOD' && businessDate === date)) return undefined;
  return {
    code: 'CONFLICTING_CYCLE',
    cycleId,
    reason: `${cycleId} is the id of the end-of-day cycle of ${date}; choose another id for ${type} of ${businessDate}`,
  };
}

/**
 * A date has one end-of-day cycle and none follows for an earlier one: so a slip of the pen in the year,
 * where nothing is held that would lack a price, would leave every date until then without one.
 */
function refuseEndOfDay(house: HouseState, request: CycleRequest): SettleRefusal | undefined {
  const { ledgerTimeMs } = house;
  if (ledgerTimeMs !== undefined && Date.parse(request.businessDate) > ledgerTimeMs + LEAP_MAX_MS)
    return {
      code: 'DATE_IN_THE_FUTURE',
      cycleId: request.cycleId,
      reason: `${request.businessDate} lies more than 40 days after the ledger's time, ${formatInstant(ledgerTimeMs)}; check the date`,
    };
  const last = house.settlement.lastEndOfDay;
  if (last === undefined || request.businessDate > last) return undefined;
  const same = request.businessDate === last;
  return {
    code: same ? 'DATE_HAS_CYCLE' : 'DATE_IN_THE_PAST',
    cycleId: request.cycleId,
    reason: same
      ? `the end-of-day cycle of ${last} has run; a further cycle of that day is of type INTRADAY`
      : `${request.businessDate} lies before ${last}, whose end-of-day cycle has run`,
  };
}

function missingPrices(request: CycleRequest, missing: readonly string[]): SettleRefusal {
  const { cycleId, type, businessDate } = request;
  const what = type === 'EOD' ? `no settlement price of ${businessDate}` : 'no accepted price';
  return {
    code: 'MISSING_PRICES',
    cycleId,
    missing,
    reason: `${what} for ${missing.join(', ')}: send ${missing.length === 1 ? 'it' : 'them'} to the topic of prices and settle again; nothing was booked`,
  };
}
