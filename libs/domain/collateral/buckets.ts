import { holderOf } from '#libs/domain/books/holder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';

/** The open buckets of an account by instrument id; none where its margin is not isolated. */
export function openBuckets(house: HouseState, account: string): readonly string[] {
  const opened = house.buckets.get(account);
  return opened && isIsolated(house, account) ? [...opened].sort() : [];
}

/**
 * Who receives and pays what a position brings: its bucket once that is open, else the account, which
 * has what is of no instrument too (margin-model.md c.5).
 */
export function holderOfPosition(
  house: HouseState,
  account: string,
  instrument: string | undefined,
): string {
  const isOpen = instrument !== undefined && house.buckets.get(account)?.has(instrument) === true;
  return isOpen && isIsolated(house, account) ? holderOf(account, instrument) : account;
}

/** An account and its buckets: all that hold collateral for it, also for the day that its member defaults. */
export function holdersOf({ buckets }: HouseState, account: string): string[] {
  const opened = [...(buckets.get(account) ?? [])].sort();
  return [account, ...opened.map((instrument) => holderOf(account, instrument))];
}

const isIsolated = ({ reference }: HouseState, account: string): boolean =>
  reference?.accounts.get(account)?.account.marginMode === 'isolated';
