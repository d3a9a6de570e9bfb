import type { SideContent } from '#libs/domain/inputs/inputs.js';
import { canonicalDecimal } from '#libs/domain/trading/trade-fingerprint.js';

/** What must be equal for a side under the same identity to be the same side. */
export function sideFingerprint(side: SideContent): string {
  const { account, counterparty, instrument, quantity, price, executedAt } = side;
  const numbers = `${canonicalDecimal(quantity)}|${canonicalDecimal(price)}`;
  const optional = [side.reference, side.client, side.effect].map((each) => each ?? '').join('|');
  return `${side.side}|${account}|${counterparty}|${instrument}|${numbers}|${executedAt}|${optional}`;
}
