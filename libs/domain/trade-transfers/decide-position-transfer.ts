import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { LotsTransferred } from '#libs/domain/events/transfer-events.js';
import type {
  AcceptTransferRequest,
  PositionTransferRequest,
} from '#libs/domain/inputs/transfer-requests.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { paysPremium } from '#libs/domain/settlement/lines/pays-premium.js';
import { adjustedSince } from '#libs/domain/instrument-life/adjusted-since.js';
import { Bookings } from '#libs/domain/trading/bookings.js';
import { clientHoldingsOf } from '#libs/domain/trading/client-positions.js';
import { readLots } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { moveCollateralWith } from './collateral-with-position.js';
import { judgeOwn, offer } from './decide-give-up.js';
import { findOffer } from './decide-take-up.js';
import { refuseMove, refuseMoveBeyondExposure, type Move, type MoveSide } from './judge-move.js';
import { offerKey } from './offer-state.js';
import { lotsTransferred, type RequestContext } from './request-context.js';
import { about, refuse, type Judged, type TransferRefusal } from './transfer-refusal.js';

/**
 * A member moves lots of a position to another account: at once between its own, else when the other
 * member accepts. House positions go to house accounts and clients' to clients'.
 */
export function decidePositionTransfer(
  context: RequestContext,
  request: PositionTransferRequest,
): Judged<NewEvent> {
  const own = judgeOwn(request.account, request.member);
  if (!own.ok) return own;
  // Whether it could be done now is known now; what counts is how things stand when it is accepted.
  const moved = movePosition(context, request, false);
  if (!moved.ok) return moved;
  const to = memberOf(request.toAccount);
  if (to === request.member) return ok(lotsTransferred({ request, ...moved.value }));
  const { side, quantity } = moved.value.from;
  return offer(context, request, to, { instrument: request.instrument, side, quantity });
}

/** The other member accepts a position: it goes to it at this ledger position. */
export function decideAcceptTransfer(
  context: RequestContext,
  request: AcceptTransferRequest,
): Judged<NewEvent> {
  const pending = findOffer(context, request.offer, request.member);
  if (!pending.ok) return pending;
  const offered = pending.value.request;
  if (offered.type !== 'TRANSFER_POSITION')
    return refuse(
      'UNKNOWN_OFFER',
      'offer',
      `${offerKey(request.offer)} gives up lots of a trade: take it up into an account`,
    );
  const adjusted = adjustedSince(context.house, offered.instrument, pending.value.position);
  if (adjusted)
    return refuse(
      'INSTRUMENT_ADJUSTED',
      'offer',
      `${offerKey(request.offer)} was made before ${offered.instrument} was adjusted ${adjusted.ratio}; its lots are no longer those of now, let it be offered anew`,
    );
  const moved = movePosition(context, offered, true);
  if (!moved.ok) return moved;
  return ok(lotsTransferred({ request, offer: request.offer, ...moved.value }));
}

type MovedPosition = Omit<LotsTransferred, 'request' | 'offer'>;

/**
 * Lots go at the last settlement price, which both are settled from already: no money moves. An option whose
 * premium was paid goes for none.
 */
function movePosition(
  context: RequestContext,
  request: PositionTransferRequest,
  isAccepted: boolean,
): Judged<MovedPosition> {
  const { house, reference } = context;
  const instrument = reference.instruments.get(request.instrument);
  if (!instrument)
    return refuse(
      'UNKNOWN_INSTRUMENT',
      'instrument',
      `${request.instrument} is not an instrument of ledger ${house.ledgerId}; correct the name`,
    );
  const isShort = request.quantity.startsWith('-');
  const size = readLots(isShort ? request.quantity.slice(1) : request.quantity);
  if (!size.ok) return size;
  const lots = isShort ? -size.value : size.value;
  const kind = judgeKind(context, request);
  if (!kind.ok) return kind;
  const held = about(request.member, judgeHeld(context, request, lots));
  if (!held.ok) return held;
  const ticks = house.settlement.lastSettledTicks.get(instrument.id);
  if (ticks === undefined && !paysPremium(instrument))
    return refuse(
      'NO_SETTLEMENT_PRICE',
      'instrument',
      `${instrument.id} has not been settled yet; give its trades up instead, or wait for the next cycle`,
    );
  const each = paysPremium(instrument) ? 0 : (ticks ?? 0);
  return book(context, request, { instrument, lots, ticks: each }, isAccepted);
}

function book(
  context: RequestContext,
  request: PositionTransferRequest,
  { instrument, lots, ticks }: Pick<Move, 'instrument' | 'lots' | 'ticks'>,
  isAccepted: boolean,
): Judged<MovedPosition> {
  const { account, client, toAccount, toClient } = request;
  const from: MoveSide = {
    account,
    ...(client === undefined ? {} : { ofClient: { client, effect: 'CLOSE' } }),
  };
  const to: MoveSide = {
    account: toAccount,
    ...(toClient === undefined ? {} : { ofClient: { client: toClient, effect: 'OPEN' } }),
  };
  const move = { instrument, lots, ticks, from, to };
  // What stands against it in the other member's account is asked when that accepts it: an offer is no way to learn it.
  const counts = (refusal: TransferRefusal | undefined): refusal is TransferRefusal =>
    refusal !== undefined && (isAccepted || (refusal.of ?? request.member) === request.member);
  const refusal = refuseMove(context, move);
  if (counts(refusal)) return failed(refusal);
  const collateral = about(request.member, moveCollateralWith(context, request, move));
  if (!collateral.ok) return collateral;
  const beyond = refuseMoveBeyondExposure(context, move, collateral.value.journal);
  if (counts(beyond)) return failed(beyond);
  const costTicks = BigInt(lots) * BigInt(ticks);
  const bookings = new Bookings(context.house.trading.clients, instrument.id);
  bookings.add({ ...from, lots: -lots, costTicks: -costTicks });
  bookings.add({ ...to, lots, costTicks });
  const side = lots > 0 ? 'BUY' : 'SELL';
  const quantity = String(Math.abs(lots));
  return ok({
    instrument: instrument.id,
    ...(paysPremium(instrument) ? {} : { price: ticksToPrice(instrument, ticks) }),
    from: { account, side, quantity, ...(client === undefined ? {} : { client }) },
    to: [
      {
        account: toAccount,
        side,
        quantity,
        ...(toClient === undefined ? {} : { client: toClient }),
      },
    ],
    trades: [],
    bookings: bookings.made,
    ...collateral.value,
  });
}

/** Both accounts are there, and of one kind: what is a client's never becomes the house's, nor the other way. */
function judgeKind(
  { reference }: RequestContext,
  { account, toAccount }: PositionTransferRequest,
): Judged<undefined> {
  for (const [field, each] of [
    ['account', account],
    ['toAccount', toAccount],
  ] as const)
    if (!reference.accounts.has(each))
      return refuse(
        'UNKNOWN_ACCOUNT',
        field,
        `${each} is not an account of this clearing house; correct the account`,
      );
  if (account === toAccount)
    return refuse('SAME_ACCOUNT', 'toAccount', `${account} has the position already`);
  const isHouse = (each: string) => reference.accounts.get(each)?.account.type === 'house';
  if (isHouse(account) === isHouse(toAccount)) return ok(undefined);
  return refuse(
    'INVALID_FIELD',
    'toAccount',
    `${account} and ${toAccount} are not both of the house or both of clients; a position goes from house to house or from client to client`,
  );
}

/** Nobody gives what it does not have. */
function judgeHeld(
  { house: { trading } }: RequestContext,
  { account, client, instrument }: PositionTransferRequest,
  lots: number,
): Judged<undefined> {
  const ofClient =
    client === undefined
      ? undefined
      : clientHoldingsOf(trading.clients, account, client).get(instrument);
  const net = holdingsOf(trading, account).get(instrument)?.lots ?? 0;
  const long = client === undefined ? Math.max(0, net) : (ofClient?.long ?? 0);
  const short = client === undefined ? Math.max(0, -net) : (ofClient?.short ?? 0);
  const [way, most] = lots > 0 ? ['long', long] : ['short', short];
  if (Math.abs(lots) <= Number(most)) return ok(undefined);
  return refuse(
    'INSUFFICIENT_HOLDING',
    'quantity',
    `${client === undefined ? account : `${client} of ${account}`} is ${way} ${most} lots of ${instrument}, and ${Math.abs(lots)} cannot go`,
  );
}
