import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { sideContent } from './side-content.js';
import { sideStream } from './side-identity.js';

/** Sides that one decision ends; there may be many at the end of a date. */
const EXPIRED_AT_ONCE_MAX = 5_000;

/** When sides next expire, on the ledger's clock; undefined where none is pending. */
export function nextSideExpiryMs({ matching }: HouseState): number | undefined {
  let next: number | undefined;
  for (const ms of matching.expiring.keys()) if (next === undefined || ms < next) next = ms;
  return next;
}

/** Sides whose business date is over, in the order in which they came. */
export function decideExpiredSides(house: HouseState): NewEvent[] {
  const { matching, ledgerTimeMs } = house;
  const dueMs = nextSideExpiryMs(house);
  if (dueMs === undefined || ledgerTimeMs === undefined || dueMs > ledgerTimeMs) return [];
  const events: NewEvent[] = [];
  for (const key of matching.expiring.get(dueMs) ?? []) {
    const side = matching.pending.get(key);
    if (!side) continue;
    events.push({ type: 'SideExpired', streamId: sideStream(side), payload: sideContent(side) });
    if (events.length === EXPIRED_AT_ONCE_MAX) break;
  }
  return events;
}
