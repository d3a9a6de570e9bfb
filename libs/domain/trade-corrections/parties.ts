import type { StandingTrade } from './standing-trade.js';

/** Accounts that have a part of a trade now, and those that it was novated with, each once. */
export function partiesOf({ buyer, seller, novation }: StandingTrade): ReadonlySet<string> {
  const { payload } = novation;
  const held = [...buyer, ...seller].map(({ account }) => account);
  return new Set([...held, payload.buyer, payload.seller]);
}
