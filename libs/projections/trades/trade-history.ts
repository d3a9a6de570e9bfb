import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';

export type TradeState = 'NOVATED' | 'CORRECTED' | 'BUSTED';

/** What became of a trade at one ledger position, and what it was from then on. */
export interface TradeChange {
  readonly state: TradeState;
  readonly position: number;
  /** On the ledger's clock. */
  readonly at: string;
  readonly quantity: string;
  readonly price: string;
  readonly correctionId?: string;
  readonly reason?: string;
}

/** An event of a trade's life; undefined for events that are none. */
export function tradeChange(event: RecordedEvent): TradeChange | undefined {
  const { position, ledgerTimeMs, recordedAtMs } = event;
  const at = formatInstant(ledgerTimeMs ?? recordedAtMs);
  switch (event.type) {
    case 'TradeNovated': {
      const { quantity, price } = event.payload;
      return { state: 'NOVATED', position, at, quantity, price };
    }
    case 'TradeBusted':
    case 'TradeCorrected': {
      const { quantity, price, correctionId, reason } = event.payload;
      const state = event.type === 'TradeBusted' ? 'BUSTED' : 'CORRECTED';
      return { state, position, at, quantity, price, correctionId, reason };
    }
    default:
      return undefined;
  }
}
