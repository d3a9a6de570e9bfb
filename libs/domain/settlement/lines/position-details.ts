import type { CycleLine } from './cycle-line.js';
import type { LineDetails } from './line-kind.js';

/** The position behind a line, as it is recorded. */
export const positionDetails = (
  line: Extract<CycleLine, { readonly tradedLots: number }>,
): LineDetails => ({
  openingPosition: String(line.openingLots),
  tradedQuantity: String(line.tradedLots),
  closingPosition: String(line.lots),
});
