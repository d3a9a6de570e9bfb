import { hasOutlivedPrice } from '#libs/domain/collateral/price-behind.js';
import type { EventType, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { isSameQuarterHour } from '#libs/domain/kernel/instant.js';
import { valuationInstant } from '#libs/domain/pricing/time-to-expiry.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';
import { APPLICATIONS } from './apply-event.js';
import { heedValuationStep } from './heed.js';
import type { HouseState } from './house-state.js';

/**
 * Folds the next event into the state. It never decides: what an event says has happened.
 * @throws InvariantViolation when the event is not the next one, or breaks what must always hold
 */
export function evolve(house: HouseState, event: RecordedEvent): void {
  invariant(
    event.position === house.position + 1,
    () => `event ${event.position} follows ${house.position}: the ledger has a gap`,
  );
  house.position = event.position;
  if (event.ledgerTimeMs !== undefined) moveClock(house, event.ledgerTimeMs);
  // The table pairs types with payloads; TypeScript cannot follow that through the union.
  const apply = APPLICATIONS[event.type] as (...event: [HouseState, unknown, number]) => void;
  if (!LEAVES_AT_REST.has(event.type)) house.attention.unrest += 1;
  apply(house, event.payload, event.position);
}

/** Events that move no requirement but that of the accounts of a trade. */
const LEAVES_AT_REST: ReadonlySet<EventType> = new Set<EventType>([
  'TradeNovated',
  'TradeRejected',
  'AnswerRepeated',
]);

/** Moves the ledger's clock to the time of an event; it never goes back. */
export function moveClock(house: HouseState, toMs: number): void {
  const before = house.ledgerTimeMs;
  if (before === toMs) return;
  invariant(before === undefined || toMs > before, 'the ledger time goes back');
  house.ledgerTimeMs = toMs;
  const { settlement } = house;
  settlement.scheduledThroughMs ??= toMs;
  const { calendar, model } = house.reference?.data ?? {};
  // Prices of collateral that have grown too old concern everyone, as new ones do.
  if (house.reference && before !== undefined && hasOutlivedPrice(house, before, toMs))
    house.attention.everyone = true;
  if (model && isNewStep(before, toMs, model.valuationIntervalMinutes)) heedValuationStep(house);
  if (before !== undefined && isSameQuarterHour(before, toMs)) return;
  if (before === undefined || businessDateOf(calendar, before) !== businessDateOf(calendar, toMs))
    seeNewDate(house);
}

const isNewStep = (before: number | undefined, toMs: number, minutes: number): boolean =>
  before === undefined || valuationInstant(before, minutes) !== valuationInstant(toMs, minutes);

/** A new business date brings yesterday's closes into the scenarios, and ends holding periods. */
function seeNewDate({ attention }: HouseState): void {
  attention.everyone = true;
  attention.everyUnderlying = true;
}
