import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';

/** The event by which a trade was novated. */
export type NovatedTrade = Extract<RecordedEvent, { readonly type: 'TradeNovated' }>;

/** Finds the novation of a trade by the key of its identity; undefined where there is none. */
export type NovatedTrades = (identity: string) => NovatedTrade | undefined;

export const NO_NOVATED_TRADES: NovatedTrades = () => undefined;
