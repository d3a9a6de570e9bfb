import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/** An instrument trades until it expires, and only while its class can be margined. */
export function refuseClosedInstrument(
  context: Pick<TradeContext, 'instrument' | 'nowMs' | 'engine'>,
): TradeRefusal | undefined {
  const { instrument, nowMs, engine } = context;
  const closed = (reason: string): TradeRefusal => ({
    code: 'INSTRUMENT_NOT_OPEN',
    field: 'instrument',
    reason: `${instrument.id} is not open for trading: ${reason}`,
  });
  if (instrument.expiryMs !== undefined && nowMs >= instrument.expiryMs)
    return closed(`it expired at ${formatInstant(instrument.expiryMs)}`);
  const obstacle = engine.obstacleToMargining(instrument.id);
  return obstacle === undefined ? undefined : closed(obstacle);
}
