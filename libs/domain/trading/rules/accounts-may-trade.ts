import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/** Both accounts exist and are not the same. */
export function refuseAccounts(context: TradeContext): TradeRefusal | undefined {
  const { trade, reference } = context;
  const sides = [
    ['buyer', trade.buyer],
    ['seller', trade.seller],
  ] as const;
  for (const [field, account] of sides)
    if (!reference.accounts.has(account))
      return {
        code: 'UNKNOWN_ACCOUNT',
        field,
        reason: `${account} is not an account of this clearing house; open it first or correct the ${field}`,
      };
  if (trade.buyer === trade.seller)
    return {
      code: 'SAME_ACCOUNT',
      field: 'seller',
      reason: `${trade.buyer} cannot trade with itself; buyer and seller must be different accounts`,
    };
  return undefined;
}
