import type { DefaultStep } from '#libs/domain/events/default-events.js';

/** What a step of a default was, in words; amounts in major units of the base currency. */
export function stepInWords(step: DefaultStep): string {
  switch (step.step) {
    case 'DECLARED':
      return `${step.member} is in default: ${step.reason}; declared by ${[step.proposedBy, step.by].filter(Boolean).join(' and ')}; ${step.accounts.length} accounts are frozen`;
    case 'CLIENTS_PORTED':
      return `${step.account} went to ${step.toAccount} with ${step.positions.length} positions`;
    case 'HEDGED':
      return `${step.trades.length} hedges, fees ${step.fees} ${step.currency}`;
    case 'CLOSED_OUT':
      return `${step.trades.length} close-out trades, fees ${step.fees} ${step.currency}`;
    case 'AUCTION_OPENED':
      return `auction ${step.auction} of ${step.lots.length} lots was opened`;
    case 'BID_RECEIVED':
      return `a sealed bid of ${step.bidder} for lot ${step.lot}`;
    case 'AUCTION_CLOSED':
      return `auction ${step.auction} was closed with ${step.bids.length} bids; net ${step.net} ${step.currency} to the bidders`;
    case 'COLLATERAL_SOLD':
      return `${step.sales.length} sales of the defaulter's collateral`;
    case 'LOSS_DETERMINED':
      return `the loss is ${step.loss} ${step.currency}`;
    case 'LAYER_APPLIED':
      return `layer ${step.order}, ${step.layer}, bears ${step.used} of ${step.available} ${step.currency}; ${step.lossAfter} is left`;
    case 'LOSS_PAID':
      return `the loss is paid in ${step.payments.length} payments; the next cycle cuts ${step.reserved} ${step.currency} from gains`;
    case 'RECOVERED':
      return `${step.amount} ${step.currency} came in: ${step.reason}`;
    case 'REPLENISHMENT_CALLED':
      return `${step.amount} ${step.currency} is called from survivors to fill up the default fund, due ${step.dueAt}`;
    case 'CLOSED':
      return `the default is closed by ${step.by}; ${step.toEstate} ${step.currency} goes to the estate`;
  }
}
