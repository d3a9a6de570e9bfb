import { instructionIdentityKey } from '#libs/domain/collateral/decide-instruction.js';
import { commandIdentityKey } from '#libs/domain/commands/command-answer.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';

/** The identity that an event made final, unique for ever; undefined for events that make none. */
export function identityOfEvent(event: RecordedEvent): string | undefined {
  switch (event.type) {
    case 'TradeNovated':
      return tradeIdentityKey(event.payload);
    case 'CollateralDeposited': {
      const { account: owner, instructionId } = event.payload;
      return instructionIdentityKey({ owner, instructionId });
    }
    case 'DefaultFundDeposited': {
      const { member: owner, instructionId } = event.payload;
      return instructionIdentityKey({ owner, instructionId });
    }
    case 'CommandAnswered':
      return commandIdentityKey(event.payload.commandId);
    default:
      return undefined;
  }
}
