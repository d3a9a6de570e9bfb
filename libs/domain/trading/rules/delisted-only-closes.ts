import { formatInstant } from '#libs/domain/kernel/instant.js';
import { sideOnlyCloses } from '../limits/lots-held.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * From the announcement of its delisting on nobody opens a position in an instrument: each side of a
 * trade comes nearer to flat, and not through it.
 * @param lots whole lots of the trade, positive
 */
export function refuseOpeningDelisted(
  context: TradeContext,
  lots: number,
): TradeRefusal | undefined {
  const { house, instrument, trade } = context;
  const delisting = house.instrumentLife.delistings.get(instrument.id);
  if (!delisting) return undefined;
  const opens = (['buyer', 'seller'] as const).find((side) => !sideOnlyCloses(context, side, lots));
  if (!opens) return undefined;
  return {
    code: 'INSTRUMENT_NOT_OPEN',
    field: 'instrument',
    reason: `${instrument.id} is delisted (${delisting.reason}) and trades until ${formatInstant(delisting.lastTradingAtMs)} only to close positions; the trade would open or turn one of ${trade[opens]}`,
  };
}
