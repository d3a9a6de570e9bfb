/** Connections to Postgres for queries, and for the read models. */
export const QUERY_CONNECTIONS_MAX = 8;
export const PROJECTION_CONNECTIONS_MAX = 2;

/** Largest body of an operator's request; a reference-data document of thousands of accounts fits. */
export const BODY_BYTES_MAX = 20 * 1024 * 1024;

/** A command carries at most so many closes: well below the broker's largest message. */
export const CLOSES_PER_COMMAND_MAX = 4_000;
export const CLOSES_PER_REQUEST_MAX = 200_000;

/** How long an operator's command may wait for its answer, and how often it is looked for. */
export const COMMAND_TIMEOUT_MS = 30_000;
export const COMMAND_POLL_MS = 8;

/** How often the condition of idleness is looked at. */
export const IDLE_POLL_MS = 10;
export const IDLE_TIMEOUT_MS_DEFAULT = 30_000;
export const IDLE_TIMEOUT_MS_MAX = 600_000;
/** Offsets that stand still so long are asked whether there is a message at all. */
export const IDLE_STALL_MS = 1_500;

/** Past books that are folded at the same time; others wait for their turn. */
export const HISTORY_FOLDS_MAX = 2;

/** Questions about margin that wait for one ledger; one is answered at a time. */
export const QUESTIONS_WAITING_MAX = 50;
/** A long computation lets other requests be answered after so long. */
export const SLICE_MS = 20;

/** Events of one page of the ledger, and the rhythm of a stream of it. */
export const STREAM_PAGE_SIZE = 500;
export const STREAM_POLL_MS = 50;
export const STREAM_HEARTBEAT_MS = 15_000;

/** Refused sign-ins are logged at most this often; those between are counted. */
export const SIGN_IN_LOG_MS = 1_000;

/** Requests that are being answered when the service stops get so long. */
export const SHUTDOWN_MS = 3_000;

/** End offsets are asked of Kafka at most this often for metrics. */
export const LAG_AGE_MS_MAX = 2_000;
/** So long may Kafka take before metrics are answered without news of it. */
export const LAG_WAIT_MS = 300;
