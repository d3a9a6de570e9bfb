import type { ClientsPorted } from '#libs/domain/events/default-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { moveHolding } from '#libs/domain/trading/trading-state.js';
import type { DefaultCase } from './default-state.js';

/** Folds a client account that went to another member: all that it held is the other account's. */
export function takePortedAccount(
  house: HouseState,
  of: DefaultCase,
  { account, toAccount, positions }: ClientsPorted,
): void {
  for (const { instrument } of positions)
    moveHolding(house.trading, account, toAccount, instrument);
  of.ported.add(account);
  house.attention.accounts.add(account);
  house.attention.accounts.add(toAccount);
}
