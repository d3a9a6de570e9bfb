/** Bounds of the simulated markets. */

/** A message of ours is small; so many go out in one request. */
export const SEND_MESSAGES_MAX = 1_000;

/** One step of a replay must have been decided and published within this time. */
export const IDLE_TIMEOUT_MS = 120_000;
/** After the house is idle, what it published must have reached us within this time. */
export const CATCH_UP_TIMEOUT_MS = 60_000;
export const CATCH_UP_POLL_MS = 3;

/** Rounds in which calls are paid before a replay says that they do not end. */
export const PAY_ROUNDS_MAX = 5;

/** A clearing house of our own must be ready within this time; Kafka's jars may have to be fetched. */
export const HOUSE_READY_MS = 300_000;
export const HOUSE_STOP_MS = 15_000;

/** Events of the ledger that are searched for reference data. */
export const REFERENCE_SEARCH_EVENTS = 1_000;
/** Pages of settlement cycles that are read for the last one. */
export const CYCLE_PAGES_MAX = 1_000;

/** A price that nobody has renewed for so long is renewed by the simulation. */
export const QUOTE_AGE_MS_MAX = 3_000;
/** Submissions whose answers are waited for. */
export const PENDING_TRADES_MAX = 200_000;
/** Latencies kept for percentiles; beyond it every second one, then every fourth, and so on. */
export const LATENCIES_MAX = 100_000;
/** Events at the end of the ledger that are searched for the last prices: some minutes of a market. */
export const LAST_MARKET_EVENTS = 1_000;
