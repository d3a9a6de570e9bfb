/** Every bound of the write path. */

/** Inputs decided and written in one transaction. */
export const BATCH_INPUTS_MAX = 2_000;
/** Events and requirements of evaluations that wait for the write before them; beyond it they wait. */
export const GATHERED_MAX = 5_000;
/** Inputs that wait; beyond it consumers stop fetching. */
export const INTAKE_INPUTS_MAX = 6_000;
/**
 * Identities kept in memory: more than what may be decided and not yet written. All others are looked up
 * in the database, so that all stay exact.
 */
export const RECENT_IDENTITIES_MAX = 8_000;
/** Requirements are evaluated when nothing is waiting, and at the latest after this time. */
export const EVALUATION_WAIT_MS_MAX = 250;
/** How often time itself is looked at on a wall clock. */
export const TICK_MS = 250;
/** Events between two snapshots. */
export const SNAPSHOT_EVENTS = 200_000;
/** Events of one page when folding. */
export const FOLD_PAGE = 5_000;
/** Waits between attempts to write while the database is away: doubled each time, with jitter. */
export const RETRY_FIRST_MS = 50;
export const RETRY_MAX_MS = 2_000;
/** Evaluation goes on in slices of about this time; between them inputs are decided. */
export const EVALUATION_SLICE_MS = 10;
/** How long an order of evaluation is kept while nothing else is to do: newly urgent accounts come in. */
export const EVALUATION_ORDER_MS = 50;
/** An account waits this long for rows from other threads; then they are computed in place. */
export const ROWS_WAIT_MS_MAX = 250;
/**
 * Inputs wait this long at a time for accounts that waited too long for rows, where ever newer prices
 * would undo each row before it is used.
 */
export const INPUTS_HELD_MS_MAX = 100;
