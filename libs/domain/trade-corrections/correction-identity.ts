import type { TradeBusted, TradeCorrected } from '#libs/domain/events/trade-correction-events.js';
import type { TradeCorrection } from '#libs/domain/inputs/inputs.js';
import { canonicalDecimal } from '#libs/domain/trading/trade-fingerprint.js';

/** The identity of a bust or a correction: (venue, correctionId), unique for ever once it is done. */
export const correctionIdentityKey = ({
  venue,
  correctionId,
}: Pick<TradeCorrection, 'venue' | 'correctionId'>): string =>
  `correction/${venue}/${correctionId}`;

/** What must be equal for a correction under the same identity to be the same one. */
export function correctionFingerprint({
  type,
  tradeId,
  quantity,
  price,
  reason,
  requestedAt,
}: Omit<TradeCorrection, 'venue' | 'correctionId'>): string {
  const asked = [quantity, price].map((each) => (each === undefined ? '' : canonicalDecimal(each)));
  return [type, tradeId, ...asked, requestedAt, reason].join('|');
}

/** The same of what was done; what the venue asked for is in the event. */
export function fingerprintOfCorrection(
  event:
    | { readonly type: 'TradeBusted'; readonly payload: TradeBusted }
    | { readonly type: 'TradeCorrected'; readonly payload: TradeCorrected },
): string {
  const { tradeId, reason, requestedAt } = event.payload;
  const head = { tradeId, reason, requestedAt };
  if (event.type === 'TradeBusted') return correctionFingerprint({ type: 'BUST', ...head });
  return correctionFingerprint({ type: 'CORRECT', ...head, ...event.payload.asked });
}
