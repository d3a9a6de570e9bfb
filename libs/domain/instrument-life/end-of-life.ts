import type { HouseState } from '#libs/domain/house/house-state.js';

/**
 * When the life of an instrument ends on the ledger's clock: at its expiry, or where an operator
 * delisted it, whichever comes first. From then on nobody trades it, and what is open in it is settled
 * at its final price. Undefined for a perpetual that was not delisted, and for what is not listed.
 */
export function endOfLifeMs(
  { reference, instrumentLife }: Pick<HouseState, 'reference' | 'instrumentLife'>,
  instrument: string,
): number | undefined {
  const expiryMs = reference?.instruments.get(instrument)?.expiryMs;
  const delistedMs = instrumentLife.delistings.get(instrument)?.lastTradingAtMs;
  if (expiryMs === undefined || delistedMs === undefined) return expiryMs ?? delistedMs;
  return Math.min(expiryMs, delistedMs);
}
