import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/** The members of both accounts are not suspended. */
export function refuseSuspendedMembers(context: TradeContext): TradeRefusal | undefined {
  const { trade, reference } = context;
  const sides = [
    ['buyer', trade.buyer],
    ['seller', trade.seller],
  ] as const;
  for (const [field, account] of sides)
    if (reference.members.get(memberOf(account))?.status === 'suspended')
      return {
        code: 'MEMBER_SUSPENDED',
        field,
        reason: `${memberOf(account)} is suspended and may not trade until it is reinstated`,
      };
  return undefined;
}
