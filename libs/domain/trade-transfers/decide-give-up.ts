import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { TransferOffered } from '#libs/domain/events/transfer-events.js';
import type {
  GiveUpRequest,
  PositionTransferRequest,
} from '#libs/domain/inputs/transfer-requests.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { isInDefault } from '#libs/domain/default-management/default-state.js';
import { startOfNextDate } from '#libs/domain/settlement/calendar.js';
import { readLots } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import { findLeg } from './find-leg.js';
import { PENDING_OFFERS_MAX } from './offer-state.js';
import { doneBy, type RequestContext } from './request-context.js';
import { refuse, type Judged } from './transfer-refusal.js';

/** A member offers lots of a trade to another, at the price of the trade. */
export function decideGiveUp(context: RequestContext, request: GiveUpRequest): Judged<NewEvent> {
  const own = judgeOwn(request.account, request.member);
  if (!own.ok) return own;
  const found = findLeg(context, request, request.account, request.client);
  if (!found.ok) return found;
  const { standing, side, part } = found.value;
  const lots = request.quantity === undefined ? ok(part.lots) : readLots(request.quantity);
  if (!lots.ok) return lots;
  if (lots.value > part.lots)
    return refuse(
      'INSUFFICIENT_HOLDING',
      'quantity',
      `${request.account} has ${part.lots} lots of ${request.tradeId} and cannot give up ${lots.value}`,
    );
  return offer(context, request, request.to, {
    instrument: standing.instrument,
    side: side === 'buyer' ? 'BUY' : 'SELL',
    quantity: String(lots.value),
    price: standing.price,
  });
}

/** Makes an offer to another member, where that may take part and not too many are pending. */
export function offer(
  { house, reference, nowMs }: RequestContext,
  request: GiveUpRequest | PositionTransferRequest,
  to: string,
  terms: Pick<TransferOffered, 'instrument' | 'side' | 'quantity' | 'price'>,
): Judged<NewEvent> {
  const field = request.type === 'GIVE_UP' ? 'to' : 'toAccount';
  if (!reference.members.has(to) || to === request.member)
    return refuse(
      'UNKNOWN_MEMBER',
      field,
      `${to} is not another member of this clearing house; name the member that is to take the lots`,
    );
  for (const member of [request.member, to]) {
    if (isInDefault(house, member))
      return refuse('MEMBER_IN_DEFAULT', field, `${member} is in default and takes part no more`);
    if (reference.members.get(member)?.status === 'suspended')
      return refuse('MEMBER_SUSPENDED', field, `${member} is suspended until it is reinstated`);
  }
  if ((house.offers.countOf.get(request.member) ?? 0) >= PENDING_OFFERS_MAX)
    return failed({
      code: 'LIMIT_EXCEEDED',
      field: 'instructionId',
      reason: `${request.member} has ${PENDING_OFFERS_MAX} offers pending, the most that a member may have; withdraw some first`,
    });
  const expiresAt = formatInstant(startOfNextDate(reference.data.calendar, nowMs));
  return ok({
    type: 'TransferOffered',
    ...doneBy(request),
    payload: { request, to, expiresAt, ...terms },
  });
}

/** Whose an account is, its name tells. */
export function judgeOwn(account: string, member: string, field = 'account'): Judged<undefined> {
  if (memberOf(account) === member) return ok(undefined);
  return refuse(
    'NOT_YOURS',
    field,
    `${account} is not an account of ${member}, whose topic this came by; name an account of your own`,
  );
}
