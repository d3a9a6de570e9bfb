import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type {
  GiveUpRequest,
  OfferId,
  TakeUpRequest,
} from '#libs/domain/inputs/transfer-requests.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import type { PendingOffer } from './offer-state.js';
import { offerKey } from './offer-state.js';
import { judgeOwn } from './decide-give-up.js';
import { findLeg } from './find-leg.js';
import { clientSide } from './judge-move.js';
import { moveLegs } from './move-legs.js';
import { lotsTransferred, type RequestContext } from './request-context.js';
import { about, refuse, type Judged } from './transfer-refusal.js';

/** The other member takes lots of a trade that were offered to it: they go to it at this ledger position. */
export function decideTakeUp(context: RequestContext, request: TakeUpRequest): Judged<NewEvent> {
  const own = judgeOwn(request.account, request.member);
  if (!own.ok) return own;
  const pending = findOffer(context, request.offer, request.member);
  if (!pending.ok) return pending;
  const offered = pending.value.request;
  if (offered.type !== 'GIVE_UP')
    return refuse(
      'UNKNOWN_OFFER',
      'offer',
      `${offerKey(request.offer)} offers a position: accept it`,
    );
  return takeUp(context, request, offered, pending.value);
}

function takeUp(
  context: RequestContext,
  request: TakeUpRequest,
  offered: GiveUpRequest,
  pending: PendingOffer,
): Judged<NewEvent> {
  const giver = offered.member;
  const leg = about(giver, findLeg(context, offered, offered.account, offered.client));
  if (!leg.ok) return leg;
  const { account, client, effect } = request;
  const ofClient = clientSide(client, effect);
  const lots = Number(pending.quantity);
  if (lots > leg.value.part.lots)
    return about(
      giver,
      refuse(
        'INSUFFICIENT_HOLDING',
        'offer',
        `${offered.account} has ${leg.value.part.lots} lots of ${offered.tradeId} left of the ${lots} that it offered`,
      ),
    );
  const moved = moveLegs(context, [{ ...leg.value, lots }], [{ account, lots, ofClient }]);
  if (!moved.ok) return failed(moved.error);
  return ok(lotsTransferred({ request, offer: request.offer, ...moved.value }));
}

/** An offer that is pending, and was made to the member that asks. */
export function findOffer(
  { house }: RequestContext,
  id: OfferId,
  member: string,
): Judged<PendingOffer> {
  const pending = house.offers.pending.get(offerKey(id));
  if (pending?.to === member) return ok(pending);
  return refuse(
    'UNKNOWN_OFFER',
    'offer',
    `${id.member} has no offer ${id.instructionId} to ${member} pending; it may have been taken, withdrawn or expired`,
  );
}
