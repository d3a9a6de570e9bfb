/** Events folded in one transaction: large enough for throughput, small enough for a short lock. */
export const PROJECTION_PAGE_MAX = 2_000;

/** Pause after a failure that may pass, such as a database away; doubled up to the bound. */
export const RETRY_MS_MIN = 100;
export const RETRY_MS_MAX = 5_000;

/** Entries of a list that are answered at once. */
export const PAGE_LIMIT_DEFAULT = 100;
export const PAGE_LIMIT_MAX = 1_000;

/** Events read at a time when the books of the past are folded. */
export const HISTORY_PAGE_SIZE = 5_000;

/** Lines of a statement; who needs more asks for shorter periods. */
export const STATEMENT_ENTRIES_MAX = 10_000;
