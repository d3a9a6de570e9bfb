import type { TransferStatus } from '#libs/contracts/messages/out/transfer-status.message.js';
import type {
  LotsTransferred,
  MovedLots,
  OfferClosed,
  TransferOffered,
} from '#libs/domain/events/transfer-events.js';
import type { OfferId, TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { MemberAnswer } from './member-answer.js';

const answer = (
  member: string,
  { instructionId, member: whose }: OfferId,
  status: TransferStatus,
  more: object,
): MemberAnswer => ({
  member,
  key: instructionId,
  value: { instructionId, status, member: whose, ...more },
});

/** Lots were offered: their owner is told that they wait, and the other member that they are there. */
export function offeredLots({ request, expiresAt, ...terms }: TransferOffered): MemberAnswer[] {
  const { type } = request;
  const more = { type, ...aboutOffer(request), ...terms, expiresAt };
  return [
    answer(request.member, request, 'PENDING', more),
    answer(terms.to, request, 'OFFERED', more),
  ];
}

function aboutOffer(request: TransferOffered['request']): object {
  if (request.type === 'TRANSFER_POSITION') {
    const { toAccount, collateral } = request;
    return { toAccount, ...(collateral ? { collateral } : {}) };
  }
  const { tradeId, venue, reference } = request;
  return { tradeId, venue, ...(reference === undefined ? {} : { reference }) };
}

/** An offer ended without a transfer: both are told, and whoever wished it that it is done. */
export function closedOffer({ offer, to, outcome, request }: OfferClosed): MemberAnswer[] {
  const ended = [offer.member, to].map((member) => answer(member, offer, outcome, { to }));
  if (!request) return ended;
  const { type } = request;
  return [...ended, answer(request.member, request, 'DONE', { type, offer })];
}

/** Lots went to others: whoever asked for it is told, and whose offer it was. */
export function transferredLots(transferred: LotsTransferred): MemberAnswer[] {
  const { request, offer, instrument, price, from, to, collateral } = transferred;
  const seenBy = (member: string) => ({
    instrument,
    ...(price === undefined ? {} : { price }),
    from: shown(from, member),
    moved: to.map((each) => shown(each, member)),
    ...(collateral ? { collateral } : {}),
  });
  const done = answer(request.member, request, 'DONE', {
    type: request.type,
    ...tradeOf(request),
    ...(offer ? { offer } : {}),
    ...seenBy(request.member),
  });
  if (!offer) return [done];
  return [
    done,
    answer(offer.member, offer, 'DONE', { to: request.member, ...seenBy(offer.member) }),
  ];
}

/** Whose client is behind lots is the business of its own member alone. */
function shown({ client, ...lots }: MovedLots, member: string): MovedLots {
  return client === undefined || memberOf(lots.account) !== member ? lots : { ...lots, client };
}

const tradeOf = (request: TransferRequest): object =>
  request.type === 'ALLOCATE' ? { tradeId: request.tradeId, venue: request.venue } : {};
