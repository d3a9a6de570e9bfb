import type { HouseState } from '#libs/domain/house/house-state.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import { legOfNovation, type AmendedTrade } from './amended-trade.js';
import type { NovatedTrade } from './novated-trade.js';

/** A trade as it stands now, whatever was done to it since its novation. */
export interface StandingTrade extends AmendedTrade {
  readonly instrument: string;
  readonly novation: NovatedTrade;
}

export function standingTrade(
  { amendedTrades }: HouseState,
  novation: NovatedTrade,
): StandingTrade {
  const { payload, position } = novation;
  const { instrument, quantity, price } = payload;
  const amended = amendedTrades.get(tradeIdentityKey(payload));
  if (amended) return { ...amended, instrument, novation };
  return {
    novatedAtMs: novatedAtMs(novation),
    state: 'AMENDED',
    position,
    quantity,
    price,
    buyer: [legOfNovation(payload, 'buyer')],
    seller: [legOfNovation(payload, 'seller')],
    instrument,
    novation,
  };
}

/** When a trade was novated, on the ledger's clock. */
export const novatedAtMs = ({ ledgerTimeMs, recordedAtMs }: NovatedTrade): number =>
  ledgerTimeMs ?? recordedAtMs;
