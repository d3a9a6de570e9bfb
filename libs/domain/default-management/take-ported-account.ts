import { balanceOf, cashBook } from '#libs/domain/books/books.js';
import { holderOf } from '#libs/domain/books/holder.js';
import { moveCharges } from '#libs/domain/charges/move-charges.js';
import { openBucket } from '#libs/domain/collateral/bucket-index.js';
import type { ClientsPorted } from '#libs/domain/events/default-events.js';
import { moveAccrued } from '#libs/domain/funding/funding-state.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { moveHolder } from '#libs/domain/settlement/money-sources.js';
import { moveClients } from '#libs/domain/trading/client-positions.js';
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
  moveClients(house.trading.clients, account, toAccount);
  moveAccrued(house.funding, account, toAccount);
  moveCharges(house.charges, account, toAccount);
  of.ported.add(account);
  house.attention.accounts.add(account);
  house.attention.accounts.add(toAccount);
}

/**
 * Folds what cycles wait for of a client account that goes to another member, before its books move: what it
 * owes of them the other account owes, and what it gained in them is not paid in there either.
 */
export function moveCycleDebts(house: HouseState, { account, toAccount }: ClientsPorted): void {
  const buckets = [...(house.buckets.get(account) ?? [])].sort();
  for (const bucket of [undefined, ...buckets]) {
    const [from, to] = [holderOf(account, bucket), holderOf(toAccount, bucket)];
    for (const currency of Object.keys(referenceOf(house).data.currencies)) {
      const cashOf = (holder: string) => ({
        holder,
        minor: balanceOf(house.books, cashBook(holder, currency), currency),
      });
      moveHolder(house.settlement, currency, cashOf(from), cashOf(to));
    }
    if (bucket !== undefined) openBucket(house.buckets, toAccount, bucket);
  }
  house.buckets.delete(account);
}
