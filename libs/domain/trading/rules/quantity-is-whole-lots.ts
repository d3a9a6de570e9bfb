import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { TradeRefusal } from '../refusal.js';

/** Most lots of one trade (contract, "Topics in"). */
export const TRADE_LOTS_MAX = 1_000_000_000;

const WHOLE = /^\d{1,10}(\.0+)?$/;

/** The quantity of a trade: whole lots, from 1 to {@link TRADE_LOTS_MAX}. Trailing zeros are allowed. */
export function readLots(quantity: string): Result<number, TradeRefusal> {
  const lots = WHOLE.test(quantity) ? Number(quantity) : Number.NaN;
  if (lots >= 1 && lots <= TRADE_LOTS_MAX) return ok(lots);
  return failed({
    code: 'INVALID_QUANTITY',
    field: 'quantity',
    reason: `quantity ${quantity.slice(0, 40)} is not a whole number of lots from 1 to 1,000,000,000`,
  });
}
