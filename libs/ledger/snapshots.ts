import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Queryable } from './ledger-reader.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

export interface Snapshot {
  readonly position: number;
  readonly headHash: string;
  readonly state: Buffer;
}

/**
 * A cache of the decider's state at a position, so that a restart need not fold from the first event.
 * It is keyed by the code that wrote it, and may be deleted at any time: folding from zero gives the same.
 */
export class Snapshots {
  constructor(
    private readonly database: Queryable,
    private readonly ledgerId: string,
    private readonly codeVersion: string,
  ) {}

  async read(): Promise<Snapshot | undefined> {
    const { rows } = await this.database.query<{
      position: string;
      head_hash: string;
      state: Buffer;
    }>(
      'SELECT position, head_hash, state FROM snapshot WHERE ledger_id = $1 AND code_version = $2',
      [this.ledgerId, this.codeVersion],
    );
    const row = rows[0];
    if (!row) return undefined;
    return {
      position: Number(row.position),
      headHash: row.head_hash,
      state: await decompress(row.state),
    };
  }

  /** Throws the snapshots away: the next start folds from the first event. */
  async discard(): Promise<void> {
    await this.database.query('DELETE FROM snapshot WHERE ledger_id = $1', [this.ledgerId]);
  }

  /** Keeps a snapshot, the newest only; snapshots of other code versions go. */
  async write(snapshot: Snapshot): Promise<void> {
    const state = await compress(snapshot.state, { level: 1 });
    await this.database.query(
      `INSERT INTO snapshot AS kept (ledger_id, code_version, position, head_hash, state)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (ledger_id, code_version) DO UPDATE
       SET position = EXCLUDED.position, head_hash = EXCLUDED.head_hash, state = EXCLUDED.state
       WHERE kept.position < EXCLUDED.position`,
      [this.ledgerId, this.codeVersion, snapshot.position, snapshot.headHash, state],
    );
    await this.database.query(
      'DELETE FROM snapshot WHERE ledger_id = $1 AND code_version <> $2 AND position < $3',
      [this.ledgerId, this.codeVersion, snapshot.position],
    );
  }
}
