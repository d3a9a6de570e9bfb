import type { SideStatus } from '#libs/contracts/messages/out/member-answer.message.js';
import type {
  SideRefused,
  SidesMismatched,
  SideSubmitted,
} from '#libs/domain/events/matching-events.js';
import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import type { SideContent } from '#libs/domain/inputs/inputs.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { MemberAnswer } from './member-answer.js';

/** What only its own member is told of a side. */
function ofOwner(side: SideContent, status: SideStatus, more: object = {}): MemberAnswer {
  return { member: side.member, key: side.sideId, value: { ...side, status, ...more } };
}

/** The same as the counterparty is told: whose client is behind it is not its business. */
function ofCounterparty(side: SideContent, status: SideStatus, more: object): MemberAnswer {
  const { client, effect, ...shown } = side;
  void [client, effect];
  return { member: side.counterparty, key: side.sideId, value: { ...shown, status, ...more } };
}

/** A side was taken; the other member is told of it where it has not sent its own. */
export function submittedSide({ isMatched, expiresAt, ...side }: SideSubmitted): MemberAnswer[] {
  const pending = ofOwner(side, 'PENDING', { expiresAt });
  return isMatched ? [pending] : [pending, ofCounterparty(side, 'ALLEGED', { expiresAt })];
}

/** Both members are told where their sides differ, each from its own point of view. */
export function mismatchedSides({ one, other, differences }: SidesMismatched): MemberAnswer[] {
  const notice = (own: SideContent, its: SideContent, isOne: boolean): MemberAnswer =>
    ofOwner(own, 'MISMATCH', {
      field: differences[0]?.field,
      differences: differences.map((each) => ({
        field: each.field,
        yours: isOne ? each.one : each.other,
        theirs: isOne ? each.other : each.one,
      })),
      otherSideId: its.sideId,
    });
  return [notice(one, other, true), notice(other, one, false)];
}

/** A side that was pending ended without a trade. */
export function endedSide(side: SideContent, status: 'WITHDRAWN' | 'EXPIRED'): MemberAnswer[] {
  return [ofOwner(side, status), ofCounterparty(side, 'ALLEGATION_ENDED', { because: status })];
}

/** The same, because its own account could not take the trade on; why is its member's business alone. */
export function refusedSide({ code, field, reason, limit, ...side }: SideRefused): MemberAnswer[] {
  const refusal = { status: 'REJECTED', type: 'SIDE', code, field, reason, limit };
  return [
    { member: side.member, key: side.sideId, value: { ...side, ...refusal } },
    ofCounterparty(side, 'ALLEGATION_ENDED', { because: 'REJECTED' }),
  ];
}

/** Both members learn that their sides became a trade. */
export function novatedSides(trade: TradeNovated): MemberAnswer[] {
  const { buyerSideId, sellerSideId, buyer, seller } = trade;
  const { instrument, quantity, price, executedAt, tradeId, venue } = trade;
  const terms = { instrument, quantity, price, executedAt, tradeId, venue };
  const side = (
    sideId: string | undefined,
    account: string,
    other: string,
    more: object,
  ): MemberAnswer[] => {
    if (sideId === undefined) return [];
    const parties = { member: memberOf(account), account, counterparty: memberOf(other) };
    const value = { sideId, status: 'NOVATED', ...parties, ...terms, ...more };
    return [{ member: parties.member, key: sideId, value }];
  };
  const { buyerClient, buyerEffect, sellerClient, sellerEffect } = trade;
  return [
    ...side(buyerSideId, buyer, seller, {
      side: 'BUY',
      client: buyerClient,
      effect: buyerEffect,
    }),
    ...side(sellerSideId, seller, buyer, {
      side: 'SELL',
      client: sellerClient,
      effect: sellerEffect,
    }),
  ];
}
