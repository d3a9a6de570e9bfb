import { isAccepting } from '#libs/domain/collateral/accepted-instruction.js';
import { instructionIdentityKey } from '#libs/domain/collateral/instruction-identity.js';
import { commandIdentityKey } from '#libs/domain/commands/command-answer.js';
import { bidIdentityKey } from '#libs/domain/default-management/auction/bid-content.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { sideKey } from '#libs/domain/matching/side-identity.js';
import { correctionIdentityKey } from '#libs/domain/trade-corrections/correction-identity.js';
import { requestKey } from '#libs/domain/trade-transfers/request-identity.js';
import { exerciseKey } from '#libs/domain/settlement/expiry/exercise-identity.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';

/** The identity that an event made final, unique for ever; undefined for events that make none. */
export function identityOfEvent(event: RecordedEvent): string | undefined {
  if (isAccepting(event)) {
    const { instructionId, ...owner } = event.payload;
    return instructionIdentityKey({
      owner: 'account' in owner ? owner.account : owner.member,
      instructionId,
    });
  }
  switch (event.type) {
    case 'TradeNovated':
      return tradeIdentityKey(event.payload);
    case 'SideSubmitted':
      return sideKey(event.payload);
    case 'TradeBusted':
    case 'TradeCorrected':
      return correctionIdentityKey(event.payload);
    case 'TransferOffered':
    case 'LotsTransferred':
      return requestKey(event.payload.request);
    case 'OfferClosed':
      return event.payload.request && requestKey(event.payload.request);
    case 'ExerciseInstructed':
      return exerciseKey(event.payload);
    case 'CommandAnswered':
      return commandIdentityKey(event.payload.commandId);
    case 'DefaultStepTaken':
      return event.payload.step === 'BID_RECEIVED' ? bidIdentityKey(event.payload) : undefined;
    default:
      return undefined;
  }
}
