import { DAY_MS, SECOND_MS } from '#libs/domain/kernel/instant.js';
import type { HouseState } from './house-state.js';

/** A message from further ahead than this is refused on a wall clock. */
export const AHEAD_MAX_MS = 5 * SECOND_MS;
/** A message that would move an event clock by more goes to quarantine. */
export const LEAP_MAX_MS = 40 * DAY_MS;

export type TimeVerdict = 'fine' | 'ahead-of-the-clock' | 'too-great-a-leap';

/**
 * Whether a message's time is one that the ledger's clock can take (contract, "Clock").
 * @param ledgerTimeMs the ledger's time, with what the same batch has moved it by
 */
export function judgeTime(
  house: HouseState,
  messageMs: number,
  ledgerTimeMs: number | undefined,
  wallClockMs: number,
): TimeVerdict {
  if (isEventClock(house)) {
    const leap = ledgerTimeMs !== undefined && messageMs > ledgerTimeMs + LEAP_MAX_MS;
    return leap ? 'too-great-a-leap' : 'fine';
  }
  return messageMs > wallClockMs + AHEAD_MAX_MS ? 'ahead-of-the-clock' : 'fine';
}

/** Whether time is the latest event time accepted, rather than the server's. */
export const isEventClock = (house: HouseState): boolean => house.reference?.data.clock === 'event';

/** The ledger's time after something that happened at `messageMs` is accepted; it never goes back. */
export function timeAfter(
  house: HouseState,
  messageMs: number | undefined,
  wallClockMs: number,
): number | undefined {
  const before = house.ledgerTimeMs;
  // Until reference data says which clock the ledger has, it has none.
  if (!house.reference) return before;
  if (!isEventClock(house)) return Math.max(wallClockMs, before ?? wallClockMs);
  if (messageMs === undefined) return before;
  return Math.max(messageMs, before ?? messageMs);
}
