import { cashBook, transfer } from '#libs/domain/books/books.js';
import type {
  AuctionClosed,
  AuctionPayment,
  LotResult,
} from '#libs/domain/events/auction-events.js';
import type { DefaultTrade } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { novated } from '../book-fills.js';
import { refuseStep, type Stepped } from '../default-refusal.js';
import { defaultBook, type DefaultCase } from '../default-state.js';
import { findBeforeLoss } from '../find-default.js';
import { survivorsOf } from '../layers/layer-rule.js';
import { stepEvent } from '../step-event.js';
import type { OpenAuction } from './auction-state.js';
import { awardLot, type Award } from './award-lots.js';
import type { SealedBids } from './bid-content.js';
import { openSeals, revealed, type OpenedBid } from './open-seals.js';
import { HeldLots } from './held-lots.js';
import { lotTrades } from './lot-trades.js';

export interface AuctionClosing {
  readonly defaultId: string;
  readonly withoutAward?: boolean;
}

/**
 * Closes the open auction: breaks all seals, gives each lot to the best bid within its reserve, and books
 * the lots to the winners at the last settlement price, so that the price of a lot is all that is paid for
 * it (default-management.md, step 4). What winners are paid waits for the loss to be paid, as everything
 * that the default costs; what they pay is the default's cash at once.
 * @param sealed what lies behind the hashes of the ledger
 */
export function closeAuction(
  house: HouseState,
  marks: MarkSource,
  { defaultId, withoutAward = false }: AuctionClosing,
  sealed: SealedBids,
  by: string,
): Stepped<NewEvent[]> {
  const found = findBeforeLoss(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  const open = of.auction;
  if (!open)
    return refuseStep(
      'OUT_OF_ORDER',
      `no auction of ${defaultId} takes bids: first ccp default auction open ${defaultId}`,
    );
  const early = withoutAward ? undefined : refuseEarly(house, of, open);
  if (early) return early;
  const bids = openSeals(house, open, sealed);
  const broken = bids.filter(({ isStanding, content }) => isStanding && !content);
  if (broken.length > 0 && !withoutAward) return refuseBroken(of, broken);
  const awards = awardAll(house, of, open, bids, withoutAward);
  const trades = lotTrades(house, marks, of, awards);
  if (!trades.ok) return trades;
  const closed = closedStep(house, of, open, { by, bids, awards, trades: trades.value });
  const asked = withoutAward ? [] : survivorsOf(house);
  const bidders = new Set(open.bids.map(({ bidder }) => bidder));
  const didNotBid = asked.filter((member) => !bidders.has(member));
  return ok([
    stepEvent({ ...closed, didNotBid }),
    ...trades.value.map((trade) => novated(house, trade)),
  ]);
}

function refuseEarly(
  { ledgerTimeMs }: HouseState,
  { defaultId }: DefaultCase,
  { auction, closesAtMs }: OpenAuction,
): Stepped<never> | undefined {
  if (closesAtMs === undefined || (ledgerTimeMs !== undefined && ledgerTimeMs >= closesAtMs))
    return undefined;
  return refuseStep(
    'OUT_OF_ORDER',
    `auction ${auction} of ${defaultId} takes bids until ${formatInstant(closesAtMs)}; it is closed after that, or called off without an award`,
  );
}

const refuseBroken = ({ defaultId }: DefaultCase, broken: readonly OpenedBid[]): Stepped<never> =>
  refuseStep(
    'SEAL_BROKEN',
    `what was sealed of ${broken.map(({ bid }) => `bid ${bid.bidId} of ${bid.bidder} (position ${bid.position})`).join(', ')} is lost or altered: ask for a new bid, which replaces it, or call auction of ${defaultId} off without an award`,
  );

function awardAll(
  house: HouseState,
  of: DefaultCase,
  open: OpenAuction,
  bids: readonly OpenedBid[],
  withoutAward: boolean,
): Award[] {
  const offers = bids.flatMap(({ offer }) => (offer ? [offer] : []));
  const { baseScale } = referenceOf(house);
  const held = new HeldLots(house, of);
  return [...open.lots.values()].map((lot): Award => {
    if (withoutAward) return { lot, unsold: 'CALLED_OFF' };
    if (!held.covers(lot)) return { lot, unsold: 'NO_LONGER_HELD' };
    const reserve = lot.reserve === undefined ? undefined : parseDecimal(lot.reserve);
    const award = awardLot(lot, offers, reserve && toUnits(reserve, baseScale));
    if ('winner' in award) held.take(lot);
    return award;
  });
}

interface Outcome {
  readonly by: string;
  readonly bids: readonly OpenedBid[];
  readonly awards: readonly Award[];
  readonly trades: readonly DefaultTrade[];
}

function closedStep(
  house: HouseState,
  of: DefaultCase,
  { auction }: OpenAuction,
  { by, bids, awards, trades }: Outcome,
): Omit<AuctionClosed, 'didNotBid'> {
  const { baseCurrency, baseScale } = referenceOf(house);
  const text = (minor: bigint): string => formatUnits(minor, baseScale);
  const won = awards.flatMap((award) => ('winner' in award ? [award] : []));
  const payments = won
    .filter(({ winner }) => winner.priceMinor !== 0n)
    .map(({ lot, winner: { content, priceMinor } }): AuctionPayment => {
      const isPaid = priceMinor > 0n;
      const amount = text(isPaid ? priceMinor : -priceMinor);
      return { lot: lot.lot, account: content.account, to: isPaid ? 'BIDDER' : 'DEFAULT', amount };
    });
  const into = defaultBook(of.defaultId, baseCurrency);
  const journal = won
    .filter(({ winner }) => winner.priceMinor < 0n)
    .flatMap(({ winner: { content, priceMinor } }) =>
      transfer(cashBook(content.account, baseCurrency), into, baseCurrency, -priceMinor),
    );
  return {
    defaultId: of.defaultId,
    member: of.member,
    step: 'AUCTION_CLOSED',
    by,
    auction,
    currency: baseCurrency,
    lots: awards.map(resultOf),
    bids: bids.map((each) => revealed(each, awards)),
    trades,
    payments,
    net: text(won.reduce((sum, { winner }) => sum + winner.priceMinor, 0n)),
    journal,
  };
}

function resultOf(award: Award): LotResult {
  if ('unsold' in award) return { ...award.lot, unsold: award.unsold };
  const { bidder, bidId, account, price } = award.winner.content;
  return { ...award.lot, winner: { bidder, bidId, account, price } };
}
