import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { rejectMemberMessage } from '#libs/domain/matching/reject-member-message.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { NovatedTrades } from '#libs/domain/trade-corrections/novated-trade.js';
import type { NovatedBefore } from '#libs/domain/trading/decide-trade.js';
import { decideAdjustment } from './decide-adjustment.js';
import { decideAllocation } from './decide-allocation.js';
import { decideGiveUp } from './decide-give-up.js';
import { decideOfferClosing } from './decide-offer-closing.js';
import { decideAcceptTransfer, decidePositionTransfer } from './decide-position-transfer.js';
import { decideTakeUp } from './decide-take-up.js';
import type { RequestContext } from './request-context.js';
import { requestFingerprint, requestKey, requestStream } from './request-identity.js';
import { refusalFor, type Judged, type TransferRefusal } from './transfer-refusal.js';

/** What a member's request about lots is decided with. */
export interface TransferQuestion {
  readonly request: TransferRequest;
  /** What was done under the same identity. */
  readonly before: NovatedBefore | undefined;
  /** The ledger's time if it is done. */
  readonly nowMs: number;
  readonly novatedTrade: NovatedTrades;
}

/**
 * Judges what a member asks for lots that it has: done, refused with a code and the mend, or the first answer
 * again. The order of codes is that of the contract: shape (judged before), duplicate, whose it is, the trade or
 * the offer, instrument, accounts, quantity.
 */
export function decideTransferRequest(
  house: HouseState,
  engine: MarginEngine,
  { request, before, nowMs, novatedTrade }: TransferQuestion,
): NewEvent {
  if (before) return answerAgain(request, before);
  const { reference } = house;
  if (!reference)
    return rejected(request, {
      code: 'UNKNOWN_ACCOUNT',
      reason: `ledger ${house.ledgerId} has no members yet`,
    });
  const judged = judge({ house, reference, engine, nowMs, novatedTrade }, request);
  return judged.ok ? judged.value : rejected(request, refusalFor(request.member, judged.error));
}

function judge(context: RequestContext, request: TransferRequest): Judged<NewEvent> {
  switch (request.type) {
    case 'GIVE_UP':
      return decideGiveUp(context, request);
    case 'TAKE_UP':
      return decideTakeUp(context, request);
    case 'DECLINE':
    case 'WITHDRAW_OFFER':
      return decideOfferClosing(context, request);
    case 'ALLOCATE':
    case 'ALLOCATE_AVERAGE':
      return decideAllocation(context, request);
    case 'TRANSFER_POSITION':
      return decidePositionTransfer(context, request);
    case 'ACCEPT_TRANSFER':
      return decideAcceptTransfer(context, request);
    case 'ADJUST':
      return decideAdjustment(context, request);
  }
}

const rejected = (
  { member, instructionId, type }: TransferRequest,
  refusal: TransferRefusal,
): NewEvent =>
  rejectMemberMessage({ member, idField: 'instructionId', id: instructionId }, refusal, type);

function answerAgain(request: TransferRequest, before: NovatedBefore): NewEvent {
  const { member, instructionId } = request;
  if (before.fingerprint === requestFingerprint(request)) {
    const payload = { identity: requestKey(request), position: before.position };
    return { type: 'AnswerRepeated', streamId: requestStream(request), payload };
  }
  return rejected(request, {
    code: 'CONFLICTING_DUPLICATE',
    field: 'instructionId',
    reason: `${instructionId} of ${member} was done with other content at position ${before.position}; send a new request under a new id`,
  });
}
