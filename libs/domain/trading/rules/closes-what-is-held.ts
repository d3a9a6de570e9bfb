import { clientHoldingsOf } from '../client-positions.js';
import { clientSideOf } from '../client-side.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * A client of a gross omnibus account closes no more than it holds the other way: whoever buys to close
 * is short of so much, whoever sells to close is long of it. Refused with `LIMIT_EXCEEDED`, the buyer's
 * side before the seller's.
 * @param lots whole lots of the trade, positive
 */
export function refuseClosingTooMuch(
  { house, trade }: TradeContext,
  lots: number,
): TradeRefusal | undefined {
  const { instrument } = trade;
  for (const side of ['buyer', 'seller'] as const) {
    const named = clientSideOf(trade, side);
    if (named?.effect !== 'CLOSE') continue;
    const account = trade[side];
    const held = clientHoldingsOf(house.trading.clients, account, named.client).get(instrument);
    const [most, way] = side === 'buyer' ? [held?.short ?? 0, 'short'] : [held?.long ?? 0, 'long'];
    if (lots <= most) continue;
    return {
      code: 'LIMIT_EXCEEDED',
      field: 'quantity',
      side,
      reason: `${named.client} of ${account} is ${way} ${most} lots of ${instrument} and cannot close ${lots}; close no more than it holds, and trade the rest with the effect OPEN`,
    };
  }
  return undefined;
}
