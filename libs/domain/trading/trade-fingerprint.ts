import type { TradeSubmission } from '#libs/domain/inputs/inputs.js';

/** A decimal without its trailing zeros, so that 10 and 10.0 are the same content, and -0 and 0. */
export function canonicalDecimal(decimal: string): string {
  const trimmed = decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
  return trimmed === '-0' ? '0' : trimmed;
}

/** What must be equal for a trade under the same identity to be the same trade. */
export function tradeFingerprint(trade: Omit<TradeSubmission, 'tradeId' | 'venue'>): string {
  const { instrument, quantity, price, buyer, seller, executedAt } = trade;
  const content = `${instrument}|${canonicalDecimal(quantity)}|${canonicalDecimal(price)}|${buyer}|${seller}|${executedAt}`;
  const { buyerClient, buyerEffect, sellerClient, sellerEffect } = trade;
  if (buyerClient === undefined && sellerClient === undefined) return content;
  const clients = [buyerClient, buyerEffect, sellerClient, sellerEffect];
  return `${content}|${clients.map((each) => each ?? '').join('|')}`;
}
