import { sha256 } from '#libs/domain/kernel/sha-256.js';

/** The identity of a bid: (member, bidId), unique for ever once it was received. */
export const bidIdentityKey = ({
  bidder,
  bidId,
}: {
  readonly bidder: string;
  readonly bidId: string;
}): string => `bid/${bidder}/${bidId}`;

/** What a seal hides until the auction is closed. */
export interface BidContent {
  readonly bidder: string;
  readonly bidId: string;
  readonly defaultId: string;
  readonly lot: string;
  readonly account: string;
  /** With exactly the decimals of the base currency. */
  readonly price: string;
  readonly submittedAt: string;
}

/** A content with the random text that keeps others from guessing it by its hash. */
export interface SealedBid {
  readonly salt: string;
  readonly content: BidContent;
}

/** Finds what lies behind a hash; undefined where it is not kept. */
export type SealedBids = (hash: string) => SealedBid | undefined;

/** For decisions that look behind no seal. */
export const NO_SEALED_BIDS: SealedBids = () => undefined;

/** A content as the one text that is hashed: JSON without blanks, its fields in this order. */
export const canonicalBid = (content: BidContent): string => {
  const { bidder, bidId, defaultId, lot, account, price, submittedAt } = content;
  return JSON.stringify({ bidder, bidId, defaultId, lot, account, price, submittedAt });
};

/** The hash under which a bid is received: SHA-256 of the salt with the canonical content behind it. */
export const sealOf = ({ salt, content }: SealedBid): string =>
  sha256(salt + canonicalBid(content));
