import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { endClientLots, holdsForClients, type ClientPositions } from './client-positions.js';
import { clientSideOf, type ClientSide } from './client-side.js';

/**
 * One account's position in one instrument and what it traded since its last settlement cycle.
 * Lots are signed (long positive) and safe integers.
 */
export interface Holding {
  lots: number;
  /** Lots after the last settlement cycle. */
  openingLots: number;
  /** Net lots traded since. */
  tradedLots: number;
  /** Sum of lots x ticks over the trades since: what they cost, in ticks of one lot. */
  tradedTicks: bigint;
}

/** Positions of all accounts. The clearing house's own book is flat, so it has none. */
export interface TradingState {
  readonly holdings: Map<string, Map<string, Holding>>;
  /** Whose the positions of gross omnibus accounts are: they add up to `holdings`. */
  readonly clients: ClientPositions;
  /** Who holds an instrument or traded it since the last cycle. */
  readonly holders: Map<string, Set<string>>;
  /** Price of the last trade by instrument: the mark until there is an accepted price. */
  readonly lastTradeTicks: Map<string, number>;
  /** Instruments that ever traded: their terms can no longer change. */
  readonly traded: Set<string>;
}

export function emptyTrading(): TradingState {
  return {
    holdings: new Map(),
    clients: new Map(),
    holders: new Map(),
    lastTradeTicks: new Map(),
    traded: new Set(),
  };
}

/** One of the two contracts that a novated trade becomes, each with the clearing house. */
export interface Leg {
  readonly account: string;
  /** Signed lots of the account; the clearing house takes the opposite. */
  readonly lots: number;
  /** Whose the lots are and what they do, in a gross omnibus account. */
  readonly ofClient: ClientSide | undefined;
}

/**
 * Novation: the clearing house becomes buyer to the seller and seller to the buyer. Its own book stays
 * flat, which is asserted.
 */
export function legsOf(trade: TradeNovated): readonly [Leg, Leg] {
  const lots = Number(trade.quantity);
  const legs = [
    { account: trade.buyer, lots, ofClient: clientSideOf(trade, 'buyer') },
    { account: trade.seller, lots: -lots, ofClient: clientSideOf(trade, 'seller') },
  ] as const;
  invariant(legs[0].lots + legs[1].lots === 0, 'a novated trade leaves the house with a position');
  return legs;
}

/** Adds signed lots at a price to an account's position. */
export function bookLots(
  state: TradingState,
  account: string,
  instrument: string,
  lots: number,
  ticks: number,
): void {
  bookLotsAtCost(state, account, instrument, lots, BigInt(lots) * BigInt(ticks));
}

/** Adds signed lots that cost so much together, in ticks of one lot, to an account's position. */
export function bookLotsAtCost(
  state: TradingState,
  account: string,
  instrument: string,
  lots: number,
  costTicks: bigint,
): void {
  const holding = holdingFor(state, account, instrument);
  holding.lots += lots;
  holding.tradedLots += lots;
  holding.tradedTicks += costTicks;
  invariant(
    Number.isSafeInteger(holding.lots) && Number.isSafeInteger(holding.tradedLots),
    () => `the position of ${account} in ${instrument} is beyond exact integers`,
  );
}

function holdingFor(state: TradingState, account: string, instrument: string): Holding {
  let ofAccount = state.holdings.get(account);
  if (!ofAccount) state.holdings.set(account, (ofAccount = new Map<string, Holding>()));
  let holding = ofAccount.get(instrument);
  if (holding) return holding;
  holding = { lots: 0, openingLots: 0, tradedLots: 0, tradedTicks: 0n };
  ofAccount.set(instrument, holding);
  let holders = state.holders.get(instrument);
  if (!holders) state.holders.set(instrument, (holders = new Set<string>()));
  holders.add(account);
  return holding;
}

/**
 * A position goes to another account as it is, with what it opened at and what was traded since the last
 * cycle, so that neither gains nor loses by it; clients behind it go with it.
 */
export function moveHolding(
  state: TradingState,
  from: string,
  to: string,
  instrument: string,
): void {
  const moved = state.holdings.get(from)?.get(instrument);
  if (!moved) return;
  const into = holdingFor(state, to, instrument);
  into.lots += moved.lots;
  into.openingLots += moved.openingLots;
  into.tradedLots += moved.tradedLots;
  into.tradedTicks += moved.tradedTicks;
  state.holdings.get(from)?.delete(instrument);
  state.holders.get(instrument)?.delete(from);
}

/** Who is back where it was, as if it had never traded, has no position and no line of the next cycle. */
export function dropIfUntouched(state: TradingState, account: string, instrument: string): void {
  const ofAccount = state.holdings.get(account);
  const holding = ofAccount?.get(instrument);
  if (!ofAccount || !holding || holding.lots !== 0 || holding.openingLots !== 0) return;
  if (isTraded(holding) || holdsForClients(state.clients, account, instrument)) return;
  ofAccount.delete(instrument);
  state.holders.get(instrument)?.delete(account);
}

/** Whether an account traded since the last cycle, also where it is back where it was. */
export const isTraded = ({ tradedLots, tradedTicks }: Holding): boolean =>
  tradedLots !== 0 || tradedTicks !== 0n;

/**
 * What was traded is settled: positions open anew at the settlement price, flat ones are gone. A gross
 * omnibus account that is flat holds on while its clients are long and short.
 */
export function openAnew(state: TradingState, instrument: string): void {
  const holders = state.holders.get(instrument) ?? new Set<string>();
  for (const account of holders) {
    const ofAccount = state.holdings.get(account);
    const holding = ofAccount?.get(instrument);
    if (!ofAccount || !holding) continue;
    if (holding.lots === 0 && !holdsForClients(state.clients, account, instrument)) {
      ofAccount.delete(instrument);
      holders.delete(account);
      continue;
    }
    holding.openingLots = holding.lots;
    holding.tradedLots = 0;
    holding.tradedTicks = 0n;
  }
}

/** An instrument has ended: nobody holds it any more, and it has no mark. */
export function endHoldings(state: TradingState, instrument: string): void {
  for (const account of state.holders.get(instrument) ?? []) {
    state.holdings.get(account)?.delete(instrument);
    endClientLots(state.clients, account, instrument);
  }
  state.holders.delete(instrument);
  state.lastTradeTicks.delete(instrument);
}

/** Lots of an account that a cycle opened and settled at once: they open at its settlement price. */
export function openLots(
  state: TradingState,
  account: string,
  instrument: string,
  lots: number,
): void {
  const holding = holdingFor(state, account, instrument);
  holding.lots += lots;
  holding.openingLots += lots;
  if (holding.lots !== 0 || holdsForClients(state.clients, account, instrument)) return;
  state.holdings.get(account)?.delete(instrument);
  state.holders.get(instrument)?.delete(account);
}

/** Holdings of an account by instrument; empty when it has none. */
export function holdingsOf(state: TradingState, account: string): ReadonlyMap<string, Holding> {
  return state.holdings.get(account) ?? NO_HOLDINGS;
}

const NO_HOLDINGS: ReadonlyMap<string, Holding> = new Map();
