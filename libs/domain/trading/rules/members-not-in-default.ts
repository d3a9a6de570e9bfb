import { isInDefault } from '#libs/domain/default-management/default-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/** Neither member is in default: from its declaration on it trades no more (default-management.md). */
export function refuseMembersInDefault({ house, trade }: TradeContext): TradeRefusal | undefined {
  const sides = [
    ['buyer', trade.buyer],
    ['seller', trade.seller],
  ] as const;
  for (const [field, account] of sides)
    if (isInDefault(house, memberOf(account)))
      return {
        code: 'MEMBER_IN_DEFAULT',
        field,
        reason: `${memberOf(account)} is in default and trades no more`,
      };
  return undefined;
}
