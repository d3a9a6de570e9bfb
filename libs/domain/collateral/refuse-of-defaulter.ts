import { isInDefault } from '#libs/domain/default-management/default-state.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { Refusal } from './refusal.js';

/**
 * Nothing goes out of, or moves between, the accounts of a member in default (default-management.md,
 * "Declaring"). What comes in is money that has moved already, and posts.
 */
export function refuseOfDefaulter(
  house: HouseState,
  { type, account, member = '' }: CollateralInstruction,
): Refusal | undefined {
  if (type === 'DEPOSIT' || type === 'DEFAULT_FUND_DEPOSIT') return undefined;
  const owner = account === undefined ? member : memberOf(account);
  if (!isInDefault(house, owner)) return undefined;
  return {
    code: 'MEMBER_IN_DEFAULT',
    field: account === undefined ? 'member' : 'account',
    reason: `${owner} is in default: its accounts are frozen, and what is left of them goes to its estate`,
  };
}
