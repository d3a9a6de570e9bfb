import type { DefaultStep } from '#libs/domain/events/default-events.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { RawEvent } from '#libs/ledger/index.js';
import { payloadOf } from './messages-of-event.js';

/** Who gets a copy of an event's message; `everyone` is every member of the ledger. */
export type Concerned = readonly string[] | 'everyone';

/** Steps by which everybody's contribution is at stake, or that everybody may take part in. */
const OF_EVERYONE: ReadonlySet<DefaultStep['step']> = new Set<DefaultStep['step']>([
  'DECLARED',
  'AUCTION_OPENED',
  'AUCTION_CLOSED',
  'LOSS_DETERMINED',
  'LAYER_APPLIED',
  'RECOVERED',
  'REPLENISHMENT_CALLED',
  'CLOSED',
]);

/** The members that an event's message on a topic of the house concerns: each gets a copy on its own. */
export function membersConcerned(event: RawEvent): Concerned {
  switch (event.type) {
    case 'TradeNovated':
    case 'TradeRejected': {
      const { buyer, seller } = payloadOf(event, event.type);
      return membersOf(buyer, seller);
    }
    case 'TradeBusted':
    case 'TradeCorrected': {
      const { legs, fees } = payloadOf(event, event.type);
      return membersOf(...[...legs, ...fees].map(({ account }) => account));
    }
    case 'AccountSettled':
      return membersOf(accountIn(event));
    case 'MarginCallIssued':
    case 'MarginCallPaid':
    case 'MarginCallReminded':
    case 'MarginCallOverdue':
    case 'MarginCallEscalated':
    case 'MarginCallCancelled':
    case 'CollateralDeposited':
    case 'CollateralWithdrawn':
    case 'CollateralRecalled':
    case 'CollateralSubstituted':
    case 'CollateralTransferred':
      return membersOf(payloadOf(event, event.type).account);
    case 'DefaultFundDeposited':
    case 'DefaultFundWithdrawn':
      return [payloadOf(event, event.type).member];
    case 'CollateralInstructionRejected': {
      const { sentBy, account, member } = payloadOf(event, event.type);
      // Whoever named somebody else's account hears of it; the other one does not.
      if (sentBy !== undefined) return [sentBy];
      return account === undefined ? [member ?? ''] : membersOf(account);
    }
    case 'DefaultStepTaken':
      return membersOfStep(payloadOf(event, event.type));
    case 'AccountLiquidated': {
      const { member, trades } = payloadOf(event, event.type);
      return unique([member, ...trades.map(({ counterparty }) => memberOf(counterparty))]);
    }
    case 'AuctionBidRejected':
      return [payloadOf(event, event.type).bidder];
    default:
      return [];
  }
}

/** Its sender alone hears of a bid; of the others, besides the defaulter, whoever takes part in the step. */
function membersOfStep(step: DefaultStep): Concerned {
  if (OF_EVERYONE.has(step.step)) return 'everyone';
  switch (step.step) {
    case 'BID_RECEIVED':
      return [step.bidder];
    case 'CLIENTS_PORTED':
      return unique([step.member, memberOf(step.toAccount)]);
    case 'HEDGED':
    case 'CLOSED_OUT': {
      const others = step.trades.map(({ counterparty }) => memberOf(counterparty));
      return unique([step.member, ...others]);
    }
    default:
      return [step.member];
  }
}

const unique = (members: readonly string[]): string[] => [...new Set(members)];

const membersOf = (...accounts: readonly (string | undefined)[]): string[] =>
  unique(accounts.flatMap((account) => (account === undefined ? [] : [memberOf(account)])));

const ACCOUNT = /"account":"([^"]*)"/;

/** A part of a cycle may have many lines: its account is near the beginning of its text. */
const accountIn = ({ payloadText }: RawEvent): string | undefined => ACCOUNT.exec(payloadText)?.[1];
