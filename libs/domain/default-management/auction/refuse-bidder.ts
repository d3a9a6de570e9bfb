import type { AuctionLot } from '#libs/domain/events/auction-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { isReduceOnly } from '#libs/domain/margin-calls/margin-call-state.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import { isInDefault } from '../default-state.js';

/** Why a bid is refused. No sentence names the account or the price: everybody reads it. */
export interface BidRefusal {
  readonly code:
    | 'UNKNOWN_DEFAULT'
    | 'AUCTION_CLOSED'
    | 'UNKNOWN_LOT'
    | 'NOT_YOURS'
    | 'UNKNOWN_ACCOUNT'
    | 'ACCOUNT_RESTRICTED'
    | 'MEMBER_SUSPENDED'
    | 'MEMBER_IN_DEFAULT'
    | 'LIMIT_EXCEEDED'
    | 'INVALID_FIELD';
  readonly field?: string;
  readonly reason: string;
}

/**
 * Whether a member's account may take a lot. Asked when a bid comes in, and again when the auction is
 * closed: a bidder may have failed in between.
 */
export function refuseBidder(
  house: HouseState,
  bidder: string,
  account: string,
  { positions }: AuctionLot,
): BidRefusal | undefined {
  const refuse = (code: BidRefusal['code'], reason: string): BidRefusal => ({
    code,
    field: 'account',
    reason,
  });
  if (memberOf(account) !== bidder)
    return refuse('NOT_YOURS', `${bidder} may only bid for accounts of its own`);
  const entry = house.reference?.accounts.get(account);
  if (!entry)
    return refuse('UNKNOWN_ACCOUNT', 'the account is not open here; correct it or open it first');
  if (isInDefault(house, bidder))
    return refuse('MEMBER_IN_DEFAULT', `${bidder} is in default and may not bid`);
  if (entry.member.status === 'suspended')
    return refuse('MEMBER_SUSPENDED', `${bidder} is suspended and may not bid`);
  if (isGrossOmnibus(entry.account))
    return refuse(
      'INVALID_FIELD',
      'positions of the account are kept by client, and a bid names none; bid for another account',
    );
  if (positions.some(({ instrument }) => isReduceOnly(house.marginCalls, account, instrument)))
    return refuse(
      'ACCOUNT_RESTRICTED',
      'the account has an overdue margin call and may take no lot; pay the call first',
    );
  return undefined;
}
