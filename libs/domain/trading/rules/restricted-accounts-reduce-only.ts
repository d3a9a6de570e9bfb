import { isReduceOnly } from '#libs/domain/margin-calls/margin-call-state.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * While a call is overdue its account may only reduce its risk: a trade that raises the requirement is
 * refused (settlement-and-collateral.md, "A margin call").
 * @param lots whole lots of the trade, positive
 */
export function refuseRiskOfRestrictedAccount(
  context: TradeContext,
  lots: number,
): TradeRefusal | undefined {
  const { house, engine, trade } = context;
  const sides = [
    ['buyer', trade.buyer, lots, trade.buyerClient],
    ['seller', trade.seller, -lots, trade.sellerClient],
  ] as const;
  for (const [field, account, signedLots, client] of sides) {
    if (!isReduceOnly(house.marginCalls, account, trade.instrument)) continue;
    if (!engine.raisesRequirement(account, trade.instrument, signedLots, client)) continue;
    return {
      code: 'ACCOUNT_RESTRICTED',
      field,
      reason: `${account} has an overdue margin call and may only trade to reduce its requirement; pay the call first`,
    };
  }
  return undefined;
}
