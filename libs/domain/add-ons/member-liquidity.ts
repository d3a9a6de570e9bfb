/** One account of a member in one class. */
export interface AccountLiquidity {
  readonly account: string;
  /** Net delta-equivalent lots. */
  readonly netLots: number;
  /** What the account itself is charged already. */
  readonly charge: number;
}

/**
 * What a member's accounts pay in one class beyond their own charges, so that a position split over
 * accounts pays no less (margin-model.md d.1): the larger of the charges of all longs together and of
 * all shorts together, minus what the accounts pay, shared among the accounts of that side in
 * proportion to their lots. `chargeOf` is the class's own liquidity charge of a number of lots.
 * @returns the extra charge by account, for those that have one
 */
export function memberLiquidityCharges(
  accounts: readonly AccountLiquidity[],
  chargeOf: (netLots: number) => number,
): Map<string, number> {
  const lotsOf = (side: number): number =>
    accounts.reduce((sum, { netLots }) => sum + Math.max(0, side * netLots), 0);
  const [longs, shorts] = [lotsOf(1), lotsOf(-1)];
  const side = chargeOf(longs) >= chargeOf(-shorts) ? 1 : -1;
  const lots = side > 0 ? longs : shorts;
  const paid = accounts.reduce((sum, { charge }) => sum + charge, 0);
  const extra = chargeOf(side * lots) - paid;
  if (!(extra > 0)) return new Map();
  return new Map(
    accounts
      .filter(({ netLots }) => side * netLots > 0)
      .map(({ account, netLots }) => [account, (extra * side * netLots) / lots]),
  );
}
