/** Bounds of the back-tests. */

/** Dates of a whole run: beyond this the closes are no daily history. */
export const DATES_MAX = 40_000;
/** Dates between two looks at whether somebody wants to stop. */
export const DATES_PER_PAUSE = 20;
/** Decimals after which a close of a file is refused. */
export const CLOSE_DECIMALS_MAX = 12;
/** Threads that run studies beside each other. */
export const THREADS_MAX = 8;
