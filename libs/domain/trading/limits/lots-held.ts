import type { HouseState } from '#libs/domain/house/house-state.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { grossLotsOf } from '../client-positions.js';
import { clientSideOf, type TradeSide } from '../client-side.js';
import type { TradeContext } from '../rules/trade-context.js';
import type { LimitedHolder } from './limited-holders.js';

/** Lots of one instrument, long and short each added up; at least 0, both. */
export interface LotsHeld {
  readonly long: number;
  readonly short: number;
}

/**
 * What a holder has of the traded instrument: an account that is net is long or short, a gross omnibus
 * account what its clients are long and short of, and a member what its accounts are.
 */
export const lotsHeld = ({ house, trade }: TradeContext, { accounts }: LimitedHolder): LotsHeld =>
  lotsOfAccounts(house, accounts, trade.instrument);

/** The same of some accounts and any instrument. */
export function lotsOfAccounts(
  house: HouseState,
  accounts: readonly string[],
  instrument: string,
): LotsHeld {
  let [long, short] = [0, 0];
  for (const account of accounts) {
    const held = heldBy(house, account, instrument);
    long += held.long;
    short += held.short;
  }
  return { long, short };
}

/** The same after so many lots were traded. */
export function lotsAfter(context: TradeContext, holder: LimitedHolder, lots: number): LotsHeld {
  let { long, short } = lotsHeld(context, holder);
  for (const side of holder.sides) {
    const [before, after] = sideMoves(context, side, lots);
    long += after.long - before.long;
    short += after.short - before.short;
  }
  return { long, short };
}

/** Whether every side of a holder only closes what it has: nearer to flat, and not through it. */
export function onlyCloses(context: TradeContext, holder: LimitedHolder, lots: number): boolean {
  return holder.sides.every((side) => sideOnlyCloses(context, side, lots));
}

/** Whether one side of a trade only closes what its account, or the client that it names, has. */
export function sideOnlyCloses(context: TradeContext, side: TradeSide, lots: number): boolean {
  const [before, after] = sideMoves(context, side, lots);
  return after.long <= before.long && after.short <= before.short;
}

function sideMoves(
  { house, trade }: TradeContext,
  side: TradeSide,
  lots: number,
): readonly [before: LotsHeld, after: LotsHeld] {
  const before = heldBy(house, trade[side], trade.instrument);
  const signed = side === 'buyer' ? lots : -lots;
  const named = clientSideOf(trade, side);
  if (!named) return [before, netOf(before.long - before.short + signed)];
  const change = named.effect === 'OPEN' ? lots : -lots;
  const isLongSide = signed > 0 === (named.effect === 'OPEN');
  return [
    before,
    isLongSide
      ? { ...before, long: before.long + change }
      : { ...before, short: before.short + change },
  ];
}

function heldBy({ trading }: HouseState, account: string, instrument: string): LotsHeld {
  if (trading.clients.has(account)) return grossLotsOf(trading.clients, account, instrument);
  return netOf(holdingsOf(trading, account).get(instrument)?.lots ?? 0);
}

const netOf = (lots: number): LotsHeld =>
  lots > 0 ? { long: lots, short: 0 } : { long: 0, short: -lots };
