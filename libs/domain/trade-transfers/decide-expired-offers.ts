import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { nextOfferExpiryMs } from './offer-state.js';
import { requestStream } from './request-identity.js';

/** Offers that one decision ends; there may be many at the end of a date. */
const EXPIRED_AT_ONCE_MAX = 5_000;

/** Offers whose business date is over, in the order in which they came. */
export function decideExpiredOffers({ offers, ledgerTimeMs }: HouseState): NewEvent[] {
  const dueMs = nextOfferExpiryMs(offers);
  if (dueMs === undefined || ledgerTimeMs === undefined || dueMs > ledgerTimeMs) return [];
  const events: NewEvent[] = [];
  for (const key of offers.expiring.get(dueMs) ?? []) {
    const pending = offers.pending.get(key);
    if (!pending) continue;
    const { member, instructionId } = pending.request;
    const offer = { member, instructionId };
    events.push({
      type: 'OfferClosed',
      streamId: requestStream(offer),
      payload: { offer, to: pending.to, outcome: 'EXPIRED' },
    });
    if (events.length === EXPIRED_AT_ONCE_MAX) break;
  }
  return events;
}
