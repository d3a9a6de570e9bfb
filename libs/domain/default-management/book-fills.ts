import type { DefaultTrade } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { FillOrder } from '#libs/domain/inputs/inputs.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { ok } from '#libs/domain/kernel/result.js';
import { priceToTicks, ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { TRADE_LOTS_MAX } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import { isInDefault, type DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { accountsOf } from './find-default.js';

/** The venue of trades that a default makes. */
export const DEFAULT_VENUE = 'DEFAULT';

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
  const left = new Map<string, number>();
  const trades: DefaultTrade[] = [];
  for (const [i, order] of orders.entries()) {
    const field = `fills[${i}]`;
    const shape = judgeShape(house, of, order, field);
    if (!shape.ok) return shape;
    const lots = shape.value;
    const account = pickAccount(house, of, order, lots, left, mayOpen, field);
    if (!account.ok) return account;
    const key = `${account.value} ${order.instrument}`;
    left.set(key, lotsLeft(house, account.value, order.instrument, left) + lots);
    trades.push({
      tradeId: `${of.defaultId}-F${of.fills.length + i + 1}`,
      account: account.value,
      counterparty: order.counterparty,
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

/** The named account, or the one account of the defaulter that the order can be meant for. */
function pickAccount(
  house: HouseState,
  of: DefaultCase,
  { instrument, account: named }: FillOrder,
  lots: number,
  left: ReadonlyMap<string, number>,
  mayOpen: boolean,
  field: string,
): Stepped<string> {
  const own = [...accountsOf(house, of, 'house'), ...accountsOf(house, of, 'clients')];
  if (named !== undefined && !own.includes(named))
    return refuseStep('UNKNOWN_ACCOUNT', `${named} is not an account of ${of.defaultId}`, field);
  const candidates = named === undefined ? own : [named];
  const reducing = candidates.filter((account) =>
    reduces(lotsLeft(house, account, instrument, left), lots),
  );
  const [first, second] = reducing;
  if (first !== undefined && second === undefined) return ok(first);
  if (second !== undefined)
    return refuseStep(
      'INVALID_FIELD',
      `${reducing.join(' and ')} could both be meant by ${lots} ${instrument}: name the account`,
      field,
    );
  const hedging = mayOpen ? (named ?? accountsOf(house, of, 'house')[0]) : undefined;
  if (hedging !== undefined) return ok(hedging);
  const held = candidates
    .map((account) => `${account} ${lotsLeft(house, account, instrument, left)}`)
    .join(', ');
  return refuseStep(
    'INSUFFICIENT_HOLDING',
    `${lots} ${instrument} would not close out what is held: ${held}`,
    field,
  );
}

const reduces = (held: number, lots: number): boolean =>
  held !== 0 && Math.sign(held) !== Math.sign(lots) && Math.abs(lots) <= Math.abs(held);

const lotsLeft = (
  { trading }: HouseState,
  account: string,
  instrument: string,
  left: ReadonlyMap<string, number>,
): number =>
  left.get(`${account} ${instrument}`) ??
  trading.holdings.get(account)?.get(instrument)?.lots ??
  0;

/** The novation of a trade of a default: the clearing house comes between the two as with any other. */
export function novated(house: HouseState, trade: DefaultTrade): NewEvent {
  const { tradeId, account, counterparty, instrument, price } = trade;
  const lots = Number(trade.quantity);
  const terms = referenceOf(house).instruments.get(instrument);
  const ticks = terms && priceToTicks(terms, price);
  const identity = tradeIdentityKey({ tradeId, venue: DEFAULT_VENUE });
  return {
    type: 'TradeNovated',
    streamId: identity,
    identity,
    payload: {
      tradeId,
      venue: DEFAULT_VENUE,
      instrument,
      quantity: String(Math.abs(lots)),
      price: terms && ticks?.kind === 'ticks' ? ticksToPrice(terms, ticks.ticks) : price,
      buyer: lots > 0 ? account : counterparty,
      seller: lots > 0 ? counterparty : account,
      executedAt: formatInstant(house.ledgerTimeMs ?? 0),
    },
  };
}
