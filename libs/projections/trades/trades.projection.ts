import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { Projection } from '../projection.js';

/** The owner under which every trade of a ledger is indexed. */
export const EVERY_TRADE = '';

/** The owner under which is indexed what was done to a trade since its novation; no id begins like this. */
export const changesOfTrade = (novation: number): string => `@${novation}`;

/**
 * Where the trades of an account, of a member and of all are in the ledger; their details stay in
 * the events. So is what was done to a trade later. One row per owner and page, so that a page of trades is a few dozen rows.
 */
export const tradesProjection: Projection = {
  name: 'trades',
  version: 2,
  tables: ['trade_index'],
  async write(database, ledgerId, events) {
    const positionsByOwner = new Map<string, number[]>();
    for (const event of events) {
      for (const owner of new Set(ownersOf(event))) {
        const positions = positionsByOwner.get(owner);
        if (positions) positions.push(event.position);
        else positionsByOwner.set(owner, [event.position]);
      }
    }
    if (positionsByOwner.size === 0) return;
    const rows = [...positionsByOwner];
    await database.query({
      name: 'fold-trades',
      text: `
        INSERT INTO trade_index (ledger_id, owner, last_position, positions)
        SELECT $1, r.owner, r.last_position, r.positions::bigint[]
        FROM unnest($2::text[], $3::bigint[], $4::text[]) AS r (owner, last_position, positions)`,
      values: [
        ledgerId,
        rows.map(([owner]) => owner),
        rows.map(([, positions]) => positions.at(-1)),
        rows.map(([, positions]) => `{${positions.join(',')}}`),
      ],
    });
  },
};

/** Under whom an event is indexed. */
function ownersOf(event: RecordedEvent): string[] {
  switch (event.type) {
    case 'TradeNovated': {
      const { buyer, seller } = event.payload;
      return [EVERY_TRADE, buyer, seller, memberOf(buyer), memberOf(seller)];
    }
    case 'TradeBusted':
    case 'TradeCorrected':
      return [changesOfTrade(event.payload.novation)];
    default:
      return [];
  }
}
