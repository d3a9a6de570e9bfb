import type { TradeNovated } from '#libs/domain/events/trade-events.js';
import { HOUR_MS } from '#libs/domain/kernel/instant.js';
import { CORRECTION_HOURS_MAX } from '#libs/domain/reference-data/read-trade-corrections.js';
import { clientSideOf, type ClientSide, type TradeSide } from '#libs/domain/trading/client-side.js';

/** Lots of one side of a trade, and who has them now. */
export interface LegPart {
  readonly account: string;
  /** Whole lots, positive. */
  readonly lots: number;
  /** Where the account is gross omnibus. */
  readonly ofClient?: ClientSide;
}

/**
 * A trade that is no longer what its novation says. It is kept as long as any setting would let it be
 * amended again, and forgotten then: who asks later is too late whatever it became.
 */
export interface AmendedTrade {
  readonly novatedAtMs: number;
  /** AVERAGED: a leg of it went into an average price group, and is no longer apart. */
  readonly state: 'AMENDED' | 'AVERAGED' | 'BUSTED';
  /** Ledger position of what was done to it last. */
  readonly position: number;
  readonly quantity: string;
  readonly price: string;
  readonly buyer: readonly LegPart[];
  readonly seller: readonly LegPart[];
}

/** By the key of the trade's identity. */
export type AmendedTrades = Map<string, AmendedTrade>;

/** One side of a trade as its novation says it. */
export function legOfNovation(trade: TradeNovated, side: TradeSide): LegPart {
  const ofClient = clientSideOf(trade, side);
  return {
    account: trade[side],
    lots: Number(trade.quantity),
    ...(ofClient ? { ofClient } : {}),
  };
}

/** Forgets trades that nobody can amend any more. @param nowMs the ledger's time */
export function forgetOldTrades(trades: AmendedTrades, nowMs: number): void {
  for (const [key, { novatedAtMs }] of trades)
    if (novatedAtMs + CORRECTION_HOURS_MAX * HOUR_MS < nowMs) trades.delete(key);
}
