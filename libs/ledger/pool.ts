import pg from 'pg';

/** The role that services work as: it may add to the ledger and read it, and change nothing in it. */
export const SERVICE_ROLE = 'ccp_service';

/** Connections to Postgres: other libraries hold them and ask this one to use them. */
export type DatabasePool = pg.Pool;

export interface PoolOptions {
  readonly max?: number;
  readonly applicationName?: string;
  /** Work as whoever the URL logs in as, who owns the tables: to let users in, which services may not. */
  readonly asOwner?: boolean;
}

/** A transaction that its process forgot (stopped, swapped out) gives its locks back after this. */
const FORGOTTEN_TRANSACTION_MS = 2_000;
const LOCK_WAIT_MS = 3_000;
/** An owner's transaction waits for a broker meanwhile, and for another one of its kind before. */
const OWNER_WAIT_MS = 120_000;
const CONNECT_MS = 5_000;

/**
 * A pool whose every connection works as {@link SERVICE_ROLE}, whoever the URL logs in as, unless the owner is
 * asked for.
 */
export function createPool(databaseUrl: string, options: PoolOptions = {}): pg.Pool {
  const settings = [
    ...(options.asOwner ? [] : [`-c role=${SERVICE_ROLE}`]),
    `-c idle_in_transaction_session_timeout=${options.asOwner ? OWNER_WAIT_MS : FORGOTTEN_TRANSACTION_MS}`,
    `-c lock_timeout=${options.asOwner ? OWNER_WAIT_MS : LOCK_WAIT_MS}`,
  ];
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.max ?? 4,
    options: settings.join(' '),
    application_name: options.applicationName ?? 'ccp',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  // A connection that breaks is replaced by the pool; without a listener it would end the process, the idle
  // one as well as one that is in use between two statements.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
