import type {
  AuctionedPosition,
  AuctionLot,
  AuctionOpened,
} from '#libs/domain/events/auction-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { LotOrder, LotPosition } from '#libs/domain/inputs/inputs.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { ok } from '#libs/domain/kernel/result.js';
import { TRADE_LOTS_MAX } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import { refuseStep, type Stepped } from '../default-refusal.js';
import type { DefaultCase } from '../default-state.js';
import { accountsOf, findBeforeLoss } from '../find-default.js';
import { stepEvent } from '../step-event.js';
import { HeldLots } from './held-lots.js';

export interface AuctionOrder {
  readonly defaultId: string;
  readonly lots: readonly LotOrder[];
  readonly closesAt?: string;
}

/**
 * Opens an auction of lots of the defaulter's house book (default-management.md, step 4). A lot is written
 * as fills are: signed lots as the defaulter trades them, so `-40` of what it is 100 long of.
 */
export function openAuction(
  house: HouseState,
  { defaultId, lots: orders, closesAt }: AuctionOrder,
  by: string,
): Stepped<NewEvent> {
  const found = findBeforeLoss(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  if (of.auction)
    return refuseStep(
      'OUT_OF_ORDER',
      `auction ${of.auction.auction} of ${defaultId} takes bids already: first ccp default auction close ${defaultId}`,
    );
  const untilMs = closesAt === undefined ? undefined : Date.parse(closesAt);
  if (untilMs !== undefined && house.ledgerTimeMs !== undefined && untilMs <= house.ledgerTimeMs)
    return refuseStep(
      'INVALID_FIELD',
      `closesAt ${closesAt} is not after the ledger's time ${formatInstant(house.ledgerTimeMs)}`,
      'closesAt',
    );
  const lots = readLots(house, of, orders);
  if (!lots.ok) return lots;
  const opened: AuctionOpened = {
    defaultId,
    member: of.member,
    step: 'AUCTION_OPENED',
    by,
    auction: of.auctions + 1,
    currency: referenceOf(house).baseCurrency,
    lots: lots.value,
    ...(closesAt === undefined ? {} : { closesAt }),
  };
  return ok(stepEvent(opened));
}

function readLots(
  house: HouseState,
  of: DefaultCase,
  orders: readonly LotOrder[],
): Stepped<AuctionLot[]> {
  const lots: AuctionLot[] = [];
  const held = new HeldLots(house, of);
  for (const [i, order] of orders.entries()) {
    const field = `lots[${i}]`;
    if (lots.some(({ lot }) => lot === order.lot))
      return refuseStep('INVALID_FIELD', `${order.lot} is the name of two lots`, `${field}.lot`);
    const reserve = readReserve(house, order, field);
    if (!reserve.ok) return reserve;
    const positions: AuctionedPosition[] = [];
    for (const position of order.positions) {
      const read = readPosition(house, of, order.lot, position, held, field);
      if (!read.ok) return read;
      positions.push(read.value);
    }
    lots.push({ lot: order.lot, positions, ...reserve.value });
  }
  return ok(lots);
}

function readReserve(
  house: HouseState,
  { reserve }: LotOrder,
  field: string,
): Stepped<{ readonly reserve?: string }> {
  if (reserve === undefined) return ok({});
  const { baseCurrency, baseScale } = referenceOf(house);
  const minor = toUnits(parseDecimal(reserve), baseScale);
  if (minor !== undefined) return ok({ reserve: formatUnits(minor, baseScale) });
  return refuseStep(
    'INVALID_FIELD',
    `reserve ${reserve.slice(0, 40)} is no amount of ${baseCurrency} with at most ${baseScale} decimals`,
    `${field}.reserve`,
  );
}

/** One position of a lot, with the account that it is meant of. What it takes is taken from what is held. */
function readPosition(
  house: HouseState,
  of: DefaultCase,
  lot: string,
  { instrument, quantity, account: named }: LotPosition,
  held: HeldLots,
  field: string,
): Stepped<AuctionedPosition> {
  if (!referenceOf(house).instruments.has(instrument))
    return refuseStep('UNKNOWN_INSTRUMENT', `${instrument} is not an instrument here`, field);
  const lots = /^-?\d{1,10}$/.test(quantity) ? Number(quantity) : 0;
  if (lots === 0 || Math.abs(lots) > TRADE_LOTS_MAX)
    return refuseStep(
      'INVALID_FIELD',
      `${quantity.slice(0, 40)} is no signed number of lots, from 1 to 1,000,000,000 either way`,
      field,
    );
  const own = accountsOf(house, of, 'house');
  if (named !== undefined && !own.includes(named))
    return refuseStep(
      'UNKNOWN_ACCOUNT',
      `${named} is no house account of ${of.member}, and an auction is of its house book`,
      field,
    );
  const candidates = named === undefined ? own : [named];
  const able = candidates.filter((each) => held.reduces(each, instrument, lots));
  const [account, another] = able;
  if (account === undefined)
    return refuseStep(
      'INSUFFICIENT_HOLDING',
      `${lot}: ${lots} ${instrument} is more than is held, or of the wrong sign; ${candidates.map((each) => describe(each, instrument, held.of(each, instrument))).join('; ')}`,
      field,
    );
  if (another !== undefined)
    return refuseStep(
      'INVALID_FIELD',
      `${able.join(' and ')} could both be meant by ${lots} ${instrument}: name the account`,
      field,
    );
  held.trade(account, instrument, lots);
  return ok({ account, instrument, quantity: String(lots) });
}

/** What can be auctioned, in the words of the command. */
const describe = (account: string, instrument: string, held: number): string =>
  held === 0
    ? `${account} has none left for a lot`
    : `${account} is ${Math.abs(held)} ${held > 0 ? 'long' : 'short'}, so a lot of all of it is "${instrument} ${-held}"`;
