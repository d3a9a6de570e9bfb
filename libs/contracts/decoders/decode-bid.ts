import type { BidIdentity } from '#libs/domain/default-management/auction/decide-bid.js';
import type { BidSubmission, Decoded, ShapeRefusal } from '#libs/domain/inputs/inputs.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { AuctionBidMessage } from '../messages/in/auction-bid.message.js';
import type { JsonObject } from '../schema/json-schema.js';
import { readJsonObject } from './read-json-object.js';
import { shapeOf } from './shape.js';
import { unreadable, withoutIdentity } from './unreadable.js';

/** A bid with the member whose topic it came by. */
export type MemberBid = BidSubmission & BidIdentity;

type DecodedBid = Decoded<MemberBid, BidIdentity>;

const IDENTITY = ['bidId'];
const shape = shapeOf(AuctionBidMessage);

/**
 * Decodes a message of `ccp.auction-bids.<MEMBER>`: unreadable without a well-formed bid id, misshapen
 * with the first offending field otherwise. What goes out about it says what was expected and never what
 * was there, since nobody may read a bid before its auction is closed.
 * @param bidder the member whose topic it came by
 */
export function decodeBid(value: Uint8Array | null, bidder: string | undefined): DecodedBid {
  if (bidder === undefined) return unreadable('the topic belongs to no member');
  const read = readJsonObject(value);
  if (typeof read === 'string') return unreadable(read);
  if (!shape.accepts(read)) return refused(read, bidder);
  const { bidId, defaultId, lot, account, price, submittedAt } = read;
  return {
    kind: 'message',
    message: { bidder, bidId, defaultId, lot, account, price, submittedAt },
  };
}

function refused(value: JsonObject, bidder: string): DecodedBid {
  const refusal = withoutContent(shape.refusal(value));
  const { bidId } = value;
  if (!isIdentifier(bidId)) return withoutIdentity(refusal);
  const known = shape.known(value, IDENTITY);
  return { kind: 'misshapen', identity: { bidder, bidId }, refusal, known };
}

const EXPECTATION = '; it must be ';

/** A refusal that quotes nothing of what it refuses. */
function withoutContent({ code, field, reason }: ShapeRefusal): ShapeRefusal {
  if (code === 'MISSING_FIELD') return { code, field, reason };
  if (code === 'DECIMAL_AS_NUMBER')
    return {
      code,
      field,
      reason: `${field} is a JSON number, which may have lost digits already; send it as a string`,
    };
  const expected = reason.slice(reason.lastIndexOf(EXPECTATION) + EXPECTATION.length);
  return { code, field, reason: `${field} is not well-formed${EXPECTATION}${expected}` };
}
