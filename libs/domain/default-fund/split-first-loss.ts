import { largestRemainder } from '#libs/domain/kernel/rounding.js';

/** A ledger and the size of its default fund. */
export interface LedgerFund {
  readonly ledger: string;
  /** Not negative. */
  readonly sizeMinor: bigint;
}

/**
 * The part of the clearing house's own capital that stands behind each ledger: pro rata to the sizes of
 * the default funds, to the unit (margin-model.md h.2, step 3; Article 35 of Regulation 153/2013). Where
 * no fund has a size yet, equally.
 * @param capitalMinor minor units of one currency, not negative
 * @returns by ledger; the parts add up to the capital
 * @throws RangeError where there is no ledger, or two have the same id
 */
export function splitFirstLoss(
  capitalMinor: bigint,
  funds: readonly LedgerFund[],
): Map<string, bigint> {
  const isSized = funds.some(({ sizeMinor }) => sizeMinor > 0n);
  return largestRemainder(
    capitalMinor,
    funds.map(({ ledger, sizeMinor }) => ({ id: ledger, numerator: isSized ? sizeMinor : 1n })),
  );
}
