import { feePerLotMinor } from '#libs/domain/charges/clearing-fees.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { bookClientLots } from '../client-positions.js';
import { clientSideOf, type TradeSide } from '../client-side.js';
import type { TradeContext } from '../rules/trade-context.js';
import type { Holding } from '../trading-state.js';

/**
 * Answers a question about the house as it will be when a trade was novated: at its time, with both its
 * legs, its fees and, where the instrument has none yet, the mark that it makes. The state is changed
 * for the length of the answer and put back, since a copy of it would cost more than the question; what
 * comes out of it is a function of the state and the trade alone.
 * @param lots of the trade, at least 1; 0 asks about the house at that time without the trade
 * @param ticks its price
 */
export function withTradeMade<T>(
  context: TradeContext,
  lots: number,
  ticks: number,
  ask: () => T,
): T {
  const { house, engine, trade, nowMs } = context;
  const putBack: (() => void)[] = [];
  const { ledgerTimeMs } = house;
  house.ledgerTimeMs = nowMs;
  putBack.push(() => (house.ledgerTimeMs = ledgerTimeMs));
  engine.forgetPosition();
  try {
    if (lots > 0) {
      for (const side of ['buyer', 'seller'] as const)
        makeLeg(context, side, side === 'buyer' ? lots : -lots, ticks, putBack);
      const { lastTradeTicks } = house.trading;
      if (!house.market.prices.has(trade.instrument))
        putBack.push(putting(lastTradeTicks, trade.instrument, ticks));
    }
    return ask();
  } finally {
    for (const undo of putBack.toReversed()) undo();
    engine.forgetPosition();
  }
}

function makeLeg(
  { house, reference, trade, isFree }: TradeContext,
  side: TradeSide,
  lots: number,
  ticks: number,
  putBack: (() => void)[],
): void {
  const account = trade[side];
  putBack.push(holdMore(house, account, trade.instrument, lots, ticks));
  const perLotMinor = isFree ? 0n : feePerLotMinor(reference, account);
  const feeMinor = perLotMinor * BigInt(Math.abs(lots));
  const { fees } = house.charges;
  if (feeMinor !== 0n) putBack.push(putting(fees, account, (fees.get(account) ?? 0n) + feeMinor));
  const named = clientSideOf(trade, side);
  if (!named) return;
  const { clients } = house.trading;
  const ofAccount = new Map(clients.get(account));
  const ofClient = [...(ofAccount.get(named.client) ?? [])].map(
    ([instrument, held]) => [instrument, { ...held }] as const,
  );
  ofAccount.set(named.client, new Map(ofClient));
  const booked = new Map([[account, ofAccount]]);
  bookClientLots(booked, account, named, trade.instrument, lots);
  putBack.push(putting(clients, account, booked.get(account) ?? new Map()));
}

/** A holding with more lots in the place of the one that is there. */
function holdMore(
  { trading: { holdings } }: HouseState,
  account: string,
  instrument: string,
  lots: number,
  ticks: number,
): () => void {
  const held = holdings.get(account);
  const before = held?.get(instrument);
  const after: Holding = {
    lots: (before?.lots ?? 0) + lots,
    openingLots: before?.openingLots ?? 0,
    tradedLots: (before?.tradedLots ?? 0) + lots,
    tradedTicks: (before?.tradedTicks ?? 0n) + BigInt(lots) * BigInt(ticks),
  };
  if (held) return putting(held, instrument, after);
  return putting(holdings, account, new Map([[instrument, after]]));
}

/**
 * Puts a value into a map; returns what puts back what was there. A key that was there keeps its place,
 * one that was not is gone again, so the map is in the order in which it was.
 */
function putting<K, V>(map: Map<K, V>, key: K, value: V): () => void {
  const had = map.has(key);
  const before = map.get(key);
  map.set(key, value);
  return () => {
    if (had) map.set(key, before as V);
    else map.delete(key);
  };
}
