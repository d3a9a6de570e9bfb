import type { LimitFigures } from '#libs/domain/events/trade-events.js';
import type { TradeRefusal } from '../refusal.js';

/**
 * A refusal by a limit. Its reason goes to the venue and to both sides: it says whose limit it is and
 * what would pass, which the sender needs, and no figure of the position or the exposure behind it.
 * Those are in `limit`, for whose limit it is.
 * @param what the limit in words, such as "its limit of exposure (maxExposure)"
 */
export function limitRefusal(figures: LimitFigures, what: string): TradeRefusal {
  const { holder, passes } = figures;
  const mend =
    passes === '0'
      ? 'no smaller trade in this direction would keep to it'
      : `${passes} ${passes === '1' ? 'lot' : 'lots'} would keep to it`;
  return {
    code: 'LIMIT_EXCEEDED',
    field: 'quantity',
    reason: `the trade would bring ${holder} beyond ${what}; ${mend}`,
    limit: figures,
  };
}
