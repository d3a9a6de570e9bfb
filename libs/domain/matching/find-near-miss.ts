import { otherSides, type MatchingState, type PendingSide } from './matching-state.js';

/**
 * The pending side that one which fits none was probably meant for: with the same reference, or that differs
 * in the price alone, or in the quantity alone; the earliest of those that are nearest. A side that differs
 * in both, without a common reference, is taken for another trade; one of the same account is never meant.
 */
export function findNearMiss(
  state: MatchingState,
  side: Parameters<typeof otherSides>[1] & { readonly account: string },
): PendingSide | undefined {
  for (const lookUp of ['reference', 'quantity', 'price'] as const)
    for (const other of otherSides(state, side, lookUp))
      if (other.account !== side.account) return other;
  return undefined;
}
