import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/** After a full tear-up the ledger is closed: nothing is traded any more (default-management.md, step 7). */
export function refuseOnClosedLedger({
  house,
}: Pick<TradeContext, 'house'>): TradeRefusal | undefined {
  if (!house.defaults.ledgerClosed) return undefined;
  return {
    code: 'INSTRUMENT_NOT_OPEN',
    field: 'instrument',
    reason: `every position of ledger ${house.ledgerId} was torn up in a default, and it is closed`,
  };
}
