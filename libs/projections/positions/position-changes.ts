import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';

/** What an event does to one account's position in one instrument. */
export interface PositionChange {
  readonly account: string;
  readonly instrument: string;
  /** Lots bought and lots sold, both 0 or more. */
  readonly bought: bigint;
  readonly sold: bigint;
}

/**
 * The two legs of a novation: the clearing house sells to the buyer and buys from the seller, so
 * that the changes of one event add up to zero lots.
 */
export function positionChanges(event: RecordedEvent): PositionChange[] {
  if (event.type !== 'TradeNovated') return [];
  const { instrument, buyer, seller } = event.payload;
  const lots = BigInt(event.payload.quantity);
  return [
    { account: buyer, instrument, bought: lots, sold: 0n },
    { account: seller, instrument, bought: 0n, sold: lots },
  ];
}

/** Adds up changes per account and instrument. */
export class PositionTally {
  private readonly byKey = new Map<string, PositionChange>();

  add(change: PositionChange): void {
    // No identifier holds a line break.
    const key = `${change.account}\n${change.instrument}`;
    const known = this.byKey.get(key);
    this.byKey.set(key, {
      account: change.account,
      instrument: change.instrument,
      bought: (known?.bought ?? 0n) + change.bought,
      sold: (known?.sold ?? 0n) + change.sold,
    });
  }

  /** One sum per account and instrument, in the order in which they first came. */
  changes(): PositionChange[] {
    return [...this.byKey.values()];
  }
}
