import type { HouseState } from '#libs/domain/house/house-state.js';

/**
 * Supplementary margin of an account, in minor units of the base currency: what its group of affiliates
 * would take of the default fund beyond the part that the fund should bear for one group (margin-model.md
 * h.5). Nothing for a bucket: the account itself owes it.
 * @param holder an account, or a bucket of it
 */
export function supplementOf(house: HouseState, holder: string): bigint {
  return house.defaultFund.supplementsMinor.get(holder) ?? 0n;
}
