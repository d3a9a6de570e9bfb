import type {
  InstrumentDelisted,
  InstrumentHalted,
  InstrumentResumed,
} from '#libs/domain/events/instrument-events.js';
import { endFunding } from '#libs/domain/funding/observe-funding.js';
import type { HouseState } from '#libs/domain/house/house-state.js';

export function takeHalt(
  house: HouseState,
  { instrument, by, reason }: InstrumentHalted,
  position: number,
): void {
  const sinceMs = house.ledgerTimeMs;
  house.instrumentLife.halts.set(instrument, { by, reason, sinceMs, position });
}

export function takeResumption(house: HouseState, { instrument }: InstrumentResumed): void {
  house.instrumentLife.halts.delete(instrument);
}

export function takeDelisting(
  house: HouseState,
  { instrument, by, reason, lastTradingAt }: InstrumentDelisted,
  position: number,
): void {
  const lastTradingAtMs = Date.parse(lastTradingAt);
  house.instrumentLife.delistings.set(instrument, { by, reason, lastTradingAtMs, position });
  endFunding(house, instrument);
}
