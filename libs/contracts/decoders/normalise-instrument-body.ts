import type { InstrumentCommandBody } from '#libs/domain/instrument-life/instrument-command.js';

/** A command about instruments with the fields of its type and no others; a null counts as left out. */
export function normaliseInstrumentBody(body: InstrumentCommandBody): InstrumentCommandBody {
  switch (body.type) {
    case 'HALT_INSTRUMENT':
    case 'RESUME_INSTRUMENT':
      return { type: body.type, instrument: body.instrument, reason: body.reason };
    case 'DELIST_INSTRUMENT': {
      const { type, instrument, reason, lastTradingAt, lastTradingDay } = body;
      return {
        type,
        instrument,
        reason,
        ...(typeof lastTradingAt === 'string' ? { lastTradingAt } : {}),
        ...(typeof lastTradingDay === 'string' ? { lastTradingDay } : {}),
      };
    }
    case 'ADJUST_CONTRACTS': {
      const { type, underlying, ratio, reason, adjustmentId } = body;
      const id = typeof adjustmentId === 'string' ? { adjustmentId } : {};
      return { type, underlying, ratio, reason, ...id };
    }
  }
}
