import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/**
 * An instrument trades until it expires, is delisted, or its final price is there, while nobody has halted it,
 * and only while its class can be margined.
 */
export function refuseClosedInstrument(
  context: Pick<TradeContext, 'house' | 'instrument' | 'nowMs' | 'engine'>,
): TradeRefusal | undefined {
  const { house, instrument, nowMs, engine } = context;
  const closed = (reason: string): TradeRefusal => ({
    code: 'INSTRUMENT_NOT_OPEN',
    field: 'instrument',
    reason: `${instrument.id} is not open for trading: ${reason}`,
  });
  if (instrument.expiryMs !== undefined && nowMs >= instrument.expiryMs)
    return closed(`it expired at ${formatInstant(instrument.expiryMs)}`);
  const { delistings, halts } = house.instrumentLife;
  const delisting = delistings.get(instrument.id);
  if (delisting && nowMs >= delisting.lastTradingAtMs)
    return closed(
      `it was delisted and last traded at ${formatInstant(delisting.lastTradingAtMs)} (${delisting.reason})`,
    );
  const endedIn = house.settlement.ended.get(instrument.id);
  if (endedIn !== undefined) return closed(`cycle ${endedIn} has settled it for good`);
  const final = house.market.final.get(instrument.id);
  if (final) return closed(`its final price, ${final.price}, has been published`);
  const halt = halts.get(instrument.id);
  if (halt)
    return closed(
      `trading is halted${halt.sinceMs === undefined ? '' : ` since ${formatInstant(halt.sinceMs)}`} (${halt.reason}); send it again when trading is resumed`,
    );
  const obstacle = engine.obstacleToMargining(instrument.id);
  return obstacle === undefined ? undefined : closed(obstacle);
}
