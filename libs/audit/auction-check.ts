import type { AuctionClosed, RevealedBid } from '#libs/domain/events/auction-events.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import {
  standingBids,
  type OpenAuction,
} from '#libs/domain/default-management/auction/auction-state.js';
import {
  awardLot,
  type Award,
  type Offer,
} from '#libs/domain/default-management/auction/award-lots.js';
import { sealOf, type SealedBid } from '#libs/domain/default-management/auction/bid-content.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { sha256 } from '#libs/domain/kernel/sha-256.js';
import type { Queryable } from '#libs/ledger/index.js';
import type { Findings } from './finding.js';

const GENUINE = 'what its hash says';

/**
 * Sealed bids: all that came in are shown at the closing, each is what its hash says, the best of them won,
 * and what is kept behind the hashes is what was hashed.
 */
export class AuctionCheck {
  /** Hashes of all bids that came in. */
  private readonly received = new Map<string, string>();

  constructor(
    private readonly database: Queryable,
    private readonly ledgerId: string,
    private readonly findings: Findings,
  ) {}

  /** Takes the next event before it is folded. */
  take(house: HouseState, { type, position, payload }: RecordedEvent): void {
    if (type !== 'DefaultStepTaken') return;
    if (payload.step === 'BID_RECEIVED') this.received.set(payload.hash, GENUINE);
    if (payload.step !== 'AUCTION_CLOSED') return;
    const open = house.defaults.cases.get(payload.defaultId)?.auction;
    if (!open) {
      this.findings.add(position, `auction of ${payload.defaultId}`, 'an open one', 'none');
      return;
    }
    this.checkBids(position, payload, open);
    this.checkAwards(house, position, payload);
  }

  /** Compares what is kept behind the hashes with the ledger. */
  async finish(head: number): Promise<void> {
    const { rows } = await this.database.query<{ hash: string; salt: string; content: string }>(
      'SELECT hash, salt, content FROM sealed_bid WHERE ledger_id = $1',
      [this.ledgerId],
    );
    const kept = rows.map(({ hash, salt, content }): [string, string] => [
      hash,
      sha256(salt + content) === hash ? GENUINE : 'something else',
    ]);
    this.findings.compare(head, 'sealed bid', this.received, new Map(kept));
  }

  private checkBids(position: number, closed: AuctionClosed, open: OpenAuction): void {
    const standing = standingBids(open);
    const nameOf = (bid: Pick<RevealedBid, 'bidder' | 'bidId'>): string =>
      `${bid.bidder} ${bid.bidId}`;
    const expected = open.bids.map((bid): [string, string] => [
      nameOf(bid),
      `${bid.hash} of ${bid.position} for ${bid.lot}, ${standing.has(bid) ? 'standing' : 'replaced'}, ${GENUINE}`,
    ]);
    const found = closed.bids.map((bid): [string, string] => [
      nameOf(bid),
      `${bid.hash} of ${bid.position} for ${bid.lot}, ${bid.outcome === 'REPLACED' ? 'replaced' : 'standing'}, ${genuineOf(closed, bid)}`,
    ]);
    this.findings.compare(position, 'bid', new Map(expected), new Map(found));
  }

  private checkAwards(house: HouseState, position: number, closed: AuctionClosed): void {
    const scale = referenceOf(house).baseScale;
    const minorOf = (amount: string): bigint => toUnits(parseDecimal(amount), scale) ?? 0n;
    const offers = closed.bids.flatMap((bid) => offerOf(closed, bid, minorOf));
    let net = 0n;
    for (const result of closed.lots) {
      const { reserve, unsold, winner } = result;
      const found = winner ? `${winner.bidder} ${winner.bidId}` : String(unsold);
      if (unsold !== 'CALLED_OFF' && unsold !== 'NO_LONGER_HELD') {
        const award = awardLot(
          result,
          offers,
          reserve === undefined ? undefined : minorOf(reserve),
        );
        const best = 'winner' in award ? award.winner : undefined;
        const expected = best ? `${best.bid.bidder} ${best.bid.bidId}` : unsoldOf(award);
        if (expected !== found)
          this.findings.add(position, `winner of lot ${result.lot}`, expected, found);
      }
      net += winner ? minorOf(winner.price) : 0n;
    }
    const expected = formatUnits(net, scale);
    if (expected !== closed.net)
      this.findings.add(position, 'sum of the prices of an auction', expected, closed.net);
  }
}

const unsoldOf = (award: Award): string => ('unsold' in award ? award.unsold : '');

/** What is shown of a bid, as it was sealed; undefined where it is not shown. */
function sealedOf({ defaultId }: AuctionClosed, bid: RevealedBid): SealedBid | undefined {
  const { bidder, bidId, lot, salt, account, price, submittedAt } = bid;
  if (!salt || !account || !price || !submittedAt) return undefined;
  return { salt, content: { bidder, bidId, defaultId, lot, account, price, submittedAt } };
}

/** A bid that does not count may be lost; one that counts has to be what was hashed. */
function genuineOf(closed: AuctionClosed, bid: RevealedBid): string {
  const sealed = sealedOf(closed, bid);
  if (!sealed) return bid.outcome === 'REPLACED' || bid.outcome === 'INVALID' ? GENUINE : 'lost';
  return sealOf(sealed) === bid.hash ? GENUINE : 'something else';
}

function offerOf(
  closed: AuctionClosed,
  bid: RevealedBid,
  minorOf: (amount: string) => bigint,
): Offer[] {
  const content = sealedOf(closed, bid)?.content;
  if (!content || bid.outcome === 'REPLACED' || bid.outcome === 'INVALID') return [];
  return [{ bid, content, priceMinor: minorOf(content.price) }];
}
