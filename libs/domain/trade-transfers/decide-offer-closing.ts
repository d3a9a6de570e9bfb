import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { OfferClosingRequest } from '#libs/domain/inputs/transfer-requests.js';
import { ok } from '#libs/domain/kernel/result.js';
import { findOffer } from './decide-take-up.js';
import { offerKey } from './offer-state.js';
import { doneBy, type RequestContext } from './request-context.js';
import { refuse, type Judged } from './transfer-refusal.js';

/** Who was to take an offer declines it, or who made it takes it back: nothing moves. */
export function decideOfferClosing(
  context: RequestContext,
  request: OfferClosingRequest,
): Judged<NewEvent> {
  const { offer, member } = request;
  if (request.type === 'WITHDRAW_OFFER' && offer.member !== member)
    return refuse(
      'NOT_YOURS',
      'offer',
      `${offerKey(offer)} was made by ${offer.member}; decline it`,
    );
  const to = context.house.offers.pending.get(offerKey(offer))?.to ?? '';
  const pending = findOffer(context, offer, request.type === 'DECLINE' ? member : to);
  if (!pending.ok) return pending;
  return ok({
    type: 'OfferClosed',
    ...doneBy(request),
    payload: {
      offer: { member: offer.member, instructionId: offer.instructionId },
      to: pending.value.to,
      outcome: request.type === 'DECLINE' ? 'DECLINED' : 'WITHDRAWN',
      request,
    },
  });
}
