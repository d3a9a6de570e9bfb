/** Bounds on what comes in; a message beyond one of them is refused or quarantined, never cut. */

/** Longest message that is read, in bytes: the broker's own default limit. */
export const MESSAGE_BYTES_MAX = 1_048_576;

/** Longest name of a person or a service, in code points. */
export const NAME_LENGTH_MAX = 128;

/** Longest reason that a person gives, in code points. */
export const REASON_LENGTH_MAX = 1_000;

/** Most nodes of a volatility smile. */
export const SMILE_NODES_MAX = 1_000;

/** Longest tenor of a volatility, in days: a century. */
export const TENOR_DAYS_MAX = 36_525;

/** Most closes in one import of price history; a message has no room for more. */
export const HISTORY_CLOSES_MAX = 50_000;

/** Most trades, and most sales of collateral, in one step of a default. */
export const DEFAULT_FILLS_MAX = 1_000;
export const DEFAULT_SALES_MAX = 100;

/** Most lots of one default auction. */
export const AUCTION_LOTS_MAX = 50;

/** Most accounts and clients that one allocation spreads lots over, and most trades of one average. */
export const ALLOCATIONS_MAX = 100;
export const AVERAGED_TRADES_MAX = 500;

/** Most assets that go with one position. */
export const TRANSFERRED_ASSETS_MAX = 50;

/** Levels of objects and lists in a document that is passed on whole. */
export const DOCUMENT_NESTING_MAX = 64;

/** How much of an offending value a reason quotes, in UTF-16 units. */
export const QUOTED_LENGTH_MAX = 40;
