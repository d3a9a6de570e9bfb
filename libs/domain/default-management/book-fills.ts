import type { DefaultTrade } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { ClientSides, FillOrder } from '#libs/domain/inputs/inputs.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { ok } from '#libs/domain/kernel/result.js';
import { priceToTicks, ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { TRADE_LOTS_MAX } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import { DEFAULT_VENUE } from '#libs/domain/trading/own-venues.js';
import { isInDefault, type DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { LotsLeft, sideOfCounterparty, sideOfDefaulter, type FillSide } from './fill-side.js';

export interface BookedFills {
  readonly trades: readonly DefaultTrade[];
  /** One novation a trade. */
  readonly events: readonly NewEvent[];
}

/**
 * Books trades of a default at stated prices: signed lots as the defaulter trades them.
 * @param mayOpen hedges may open positions; what closes out may only take a position towards zero
 */
export function bookFills(
  house: HouseState,
  of: DefaultCase,
  orders: readonly FillOrder[],
  mayOpen: boolean,
): Stepped<BookedFills> {
  const left = new LotsLeft(house);
  const trades: DefaultTrade[] = [];
  for (const [i, order] of orders.entries()) {
    const field = `fills[${i}]`;
    const shape = judgeShape(house, of, order, field);
    if (!shape.ok) return shape;
    const lots = shape.value;
    const side = sideOfDefaulter(house, of, order, lots, left, mayOpen, field);
    if (!side.ok) return side;
    const other = sideOfCounterparty(house, order, lots, left, field);
    if (!other.ok) return other;
    trades.push({
      tradeId: `${of.defaultId}-F${of.fills.length + i + 1}`,
      ...side.value,
      ...counterpartyOf(other.value),
      instrument: order.instrument,
      quantity: String(lots),
      price: order.price,
    });
  }
  return ok({ trades, events: trades.map((trade) => novated(house, trade)) });
}

/** What is wrong with an order whatever the defaulter holds; else its signed lots. */
function judgeShape(
  house: HouseState,
  of: DefaultCase,
  { instrument, quantity, price, counterparty }: FillOrder,
  field: string,
): Stepped<number> {
  const reference = referenceOf(house);
  const terms = reference.instruments.get(instrument);
  if (!terms)
    return refuseStep('UNKNOWN_INSTRUMENT', `${instrument} is not an instrument here`, field);
  const lots = /^-?\d{1,10}$/.test(quantity) ? Number(quantity) : 0;
  if (lots === 0 || Math.abs(lots) > TRADE_LOTS_MAX)
    return refuseStep(
      'INVALID_FIELD',
      `${quantity.slice(0, 40)} is no signed number of lots, from 1 to 1,000,000,000 either way`,
      field,
    );
  const ticks = priceToTicks(terms, price);
  if (ticks.kind !== 'ticks')
    return refuseStep(
      'PRICE_OFF_TICK',
      `${price.slice(0, 40)} is not a multiple of the tick size ${terms.tickSize} of ${instrument}`,
      field,
    );
  const member = memberOf(counterparty);
  if (!reference.accounts.has(counterparty))
    return refuseStep('UNKNOWN_ACCOUNT', `${counterparty} is not an account here`, field);
  if (member === of.member || isInDefault(house, member))
    return refuseStep(
      'UNKNOWN_ACCOUNT',
      `${counterparty} cannot take the other side: ${member} is in default`,
      field,
    );
  return ok(lots);
}

const counterpartyOf = ({ account, client, effect }: FillSide): Counterparty => ({
  counterparty: account,
  ...(client === undefined ? {} : { counterpartyClient: client }),
  ...(effect === undefined ? {} : { counterpartyEffect: effect }),
});

type Counterparty = Pick<
  DefaultTrade,
  'counterparty' | 'counterpartyClient' | 'counterpartyEffect'
>;

/** The novation of a trade of a default: the clearing house comes between the two as with any other. */
export function novated(
  house: HouseState,
  trade: DefaultTrade,
  venue: string = DEFAULT_VENUE,
): NewEvent {
  const { tradeId, account, counterparty, instrument, price } = trade;
  const lots = Number(trade.quantity);
  const terms = referenceOf(house).instruments.get(instrument);
  const ticks = terms && priceToTicks(terms, price);
  const identity = tradeIdentityKey({ tradeId, venue });
  return {
    type: 'TradeNovated',
    streamId: identity,
    identity,
    payload: {
      tradeId,
      venue,
      instrument,
      quantity: String(Math.abs(lots)),
      price: terms && ticks?.kind === 'ticks' ? ticksToPrice(terms, ticks.ticks) : price,
      buyer: lots > 0 ? account : counterparty,
      seller: lots > 0 ? counterparty : account,
      executedAt: formatInstant(house.ledgerTimeMs ?? 0),
      ...clientsOf(trade, lots),
    },
  };
}

/** The clients behind both sides of a trade, as novations name them. */
function clientsOf(trade: DefaultTrade, lots: number): ClientSides {
  const { client, effect, counterpartyClient, counterpartyEffect } = trade;
  const [buyer, seller] =
    lots > 0
      ? ([
          [client, effect],
          [counterpartyClient, counterpartyEffect],
        ] as const)
      : ([
          [counterpartyClient, counterpartyEffect],
          [client, effect],
        ] as const);
  return {
    ...(buyer[0] === undefined ? {} : { buyerClient: buyer[0] }),
    ...(buyer[1] === undefined ? {} : { buyerEffect: buyer[1] }),
    ...(seller[0] === undefined ? {} : { sellerClient: seller[0] }),
    ...(seller[1] === undefined ? {} : { sellerEffect: seller[1] }),
  };
}
