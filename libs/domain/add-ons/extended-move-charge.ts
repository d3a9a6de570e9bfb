/** A far move of the price and what the portfolio would lose in it (a gain is negative). */
export interface ExtendedMove {
  /** Relative, not 0, such as -0.35 or 5. */
  readonly move: number;
  readonly loss: number;
}

/**
 * EXT = max(0, max over e of scanRange/|m_e| * loss(m_e)) (margin-model.md b.7): a linear position
 * pays its ordinary scan loss in every move, and only convexity adds. `scanRange` is the relative
 * price scan range; the losses are taken today, with volatility shocked up.
 */
export function extendedMoveCharge(moves: readonly ExtendedMove[], scanRange: number): number {
  return moves.reduce(
    (worst, { move, loss }) => Math.max(worst, (scanRange / Math.abs(move)) * loss),
    0,
  );
}
