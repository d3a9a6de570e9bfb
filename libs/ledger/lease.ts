import type pg from 'pg';
import { GENESIS_HASH } from './hash-chain.js';
import { SERVICE_ROLE } from './pool.js';

/** Who may do what only one may do at a time: decide for a ledger, publish it. */
export type LeaseRole = 'core' | 'publisher';

/** A holder that was not heard of for so long has lost it: a standby takes over within seconds. */
export const LEASE_TTL_MS = 3_000;
export const LEASE_RENEWAL_MS = 750;
/** An append takes milliseconds; one that takes so long while nobody renews the lease is forgotten. */
const FORGOTTEN_APPEND_MS = 1_500;

export interface HeldLease {
  readonly role: LeaseRole;
  readonly holder: string;
  /** Grows by one with each holder; every write of the holder is bound to it. */
  readonly epoch: number;
}

/** Leases of one ledger, kept in Postgres by Postgres' clock. */
export class Leases {
  constructor(
    private readonly pool: pg.Pool,
    private readonly ledgerId: string,
  ) {}

  /**
   * Takes the lease if nobody holds it, and fences whoever held it before: the epoch is written where
   * their next write must find its own.
   * @returns undefined while somebody else holds it
   */
  async acquire(role: LeaseRole, holder: string): Promise<HeldLease | undefined> {
    const client = await this.pool.connect();
    try {
      if (role === 'core') await this.endForgottenAppends(client);
      await client.query('BEGIN');
      const { rows } = await client.query<{ epoch: string }>(
        `INSERT INTO lease AS held (ledger_id, role, holder, epoch, expires_at)
         VALUES ($1, $2, $3, 1, clock_timestamp() + $4 * interval '1 ms')
         ON CONFLICT (ledger_id, role) DO UPDATE
           SET holder = EXCLUDED.holder, epoch = held.epoch + 1, expires_at = EXCLUDED.expires_at
           WHERE held.expires_at < clock_timestamp()
         RETURNING epoch`,
        [this.ledgerId, role, holder, LEASE_TTL_MS],
      );
      const row = rows[0];
      if (row) await this.fence(client, role, Number(row.epoch));
      await client.query('COMMIT');
      return row && { role, holder, epoch: Number(row.epoch) };
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  /**
   * A process that was stopped in the middle of sending its events holds the head, and no timeout of the
   * server ends a COPY that waits for more: whoever may take over ends that connection.
   */
  private async endForgottenAppends(client: pg.PoolClient): Promise<void> {
    try {
      // Connections may only be ended as the role that they were opened with.
      await client.query('SET ROLE NONE');
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         JOIN pg_locks USING (pid)
         WHERE relation = 'ledger_head'::regclass AND mode = 'RowExclusiveLock'
           AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - $2 * interval '1 ms'
           AND EXISTS (SELECT FROM lease WHERE ledger_id = $1 AND role = 'core'
                       AND expires_at < clock_timestamp())`,
        [this.ledgerId, FORGOTTEN_APPEND_MS],
      );
    } finally {
      await client.query(`SET ROLE ${SERVICE_ROLE}`);
    }
  }

  private async fence(client: pg.PoolClient, role: LeaseRole, epoch: number): Promise<void> {
    if (role === 'core') {
      await client.query(
        `INSERT INTO ledger_head (ledger_id, last_position, head_hash, epoch, evaluated_position, evaluation_seq)
         VALUES ($1, 0, $2, $3, 0, 0)
         ON CONFLICT (ledger_id) DO UPDATE SET epoch = EXCLUDED.epoch`,
        [this.ledgerId, GENESIS_HASH, epoch],
      );
      return;
    }
    await client.query(
      `INSERT INTO publisher_checkpoint (ledger_id, epoch, position, evaluation_seq) VALUES ($1, $2, 0, 0)
       ON CONFLICT (ledger_id) DO UPDATE SET epoch = EXCLUDED.epoch`,
      [this.ledgerId, epoch],
    );
  }

  /** Keeps a lease. @returns false when it was lost: then stop at once */
  async renew(lease: HeldLease): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `UPDATE lease SET expires_at = clock_timestamp() + $5 * interval '1 ms'
       WHERE ledger_id = $1 AND role = $2 AND holder = $3 AND epoch = $4`,
      [this.ledgerId, lease.role, lease.holder, lease.epoch, LEASE_TTL_MS],
    );
    return rowCount === 1;
  }

  /** Gives a lease back, so that the next one need not wait for it to expire. */
  async release(lease: HeldLease): Promise<void> {
    await this.pool.query(
      `UPDATE lease SET expires_at = clock_timestamp() - interval '1 ms'
       WHERE ledger_id = $1 AND role = $2 AND holder = $3 AND epoch = $4`,
      [this.ledgerId, lease.role, lease.holder, lease.epoch],
    );
  }
}
