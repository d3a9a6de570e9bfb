/** Every bound of the threads that revalue options. */

/** Rows of one message: some 5 ms of work, so that newer prices need not wait long for their turn. */
export const CHUNK_ROWS_MAX = 8;
/** Messages that a thread has at a time: while the loop is busy it goes on with the next. */
export const CHUNKS_PER_THREAD_MAX = 2;
/** Threads that may fail one after the other, with no answer between, before none is started again. */
export const FAILURES_MAX = 5;
