import { randomBytes } from 'node:crypto';
import { decodeBid, type MemberBid } from '#libs/contracts/decoders/decode-bid.js';
import type { DecisionSession } from '#libs/decider/decision-session.js';
import { causationOf, type Input } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import type { KnownIdentity } from '#libs/decider/recent-identities.js';
import { bidIdentityKey } from '#libs/domain/default-management/auction/bid-content.js';
import {
  decideBid,
  rejectMisshapenBid,
  type BidDecision,
  type BidIdentity,
} from '#libs/domain/default-management/auction/decide-bid.js';
import type { Decoded } from '#libs/domain/inputs/inputs.js';
import { invariant } from '#libs/domain/kernel/assert.js';

/** 128 bits: nobody tries as many. */
const SALT_BYTES = 16;

/** A bid with the salt of its own that it was given as it was read. */
export interface SaltedBid {
  readonly bid: Decoded<MemberBid, BidIdentity>;
  readonly salt: string;
}

/**
 * How messages of `ccp.auction-bids.<MEMBER>` are decided: each gets exactly one answer, or goes to
 * quarantine without its content, since nobody may read it yet.
 */
export const bidInput: InputKind<SaltedBid> = {
  isSealed: true,

  decode(value, member) {
    return { bid: decodeBid(value, member), salt: randomBytes(SALT_BYTES).toString('hex') };
  },

  identityOf({ bid }) {
    return bid.kind === 'message' ? bidIdentityKey(bid.message) : undefined;
  },

  fingerprintOf(event) {
    invariant(
      event.type === 'DefaultStepTaken' && event.payload.step === 'BID_RECEIVED',
      () => `${event.type} receives no bid`,
    );
    return event.payload.hash;
  },

  sealsFor: (_house, _decoded, known) => (known ? [known.fingerprint] : []),

  decide(session, input, known) {
    const { bid } = input.decoded;
    if (bid.kind === 'unreadable') session.quarantine(input, bid.reason);
    else if (bid.kind === 'misshapen') session.emit([rejectMisshapenBid(bid)], causationOf(input));
    else decideReadable(session, input, bid.message, known);
  },
};

function decideReadable(
  session: DecisionSession,
  input: Input<SaltedBid>,
  { bidder, ...bid }: MemberBid,
  before: KnownIdentity | undefined,
): void {
  const { salt } = input.decoded;
  if (session.judgeTime(Date.parse(bid.submittedAt)) === 'ahead-of-the-clock') {
    const refusal = {
      code: 'INVALID_FIELD',
      field: 'submittedAt',
      reason: 'submittedAt lies more than 5 s in the future; check your clock',
    } as const;
    const { bidId, defaultId, lot } = bid;
    const misshapen = { identity: { bidder, bidId }, known: { defaultId, lot }, refusal };
    session.emit([rejectMisshapenBid(misshapen)], causationOf(input));
    return;
  }
  let decision: BidDecision | undefined;
  session.decide(() => {
    decision = decideBid(session.houseNow, {
      bidder,
      bid,
      salt,
      before,
      sealed: session.sealedBid,
    });
    return [decision.event];
  }, causationOf(input));
  const seal = decision?.seal;
  if (seal) session.seal(seal.hash, { salt: seal.salt, content: seal.content });
}
