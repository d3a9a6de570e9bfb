import type pg from 'pg';
import { invariant } from '#libs/domain/kernel/assert.js';
import { LedgerReader } from '#libs/ledger/index.js';
import { type Checkpoint, lockCheckpoints, moveCheckpoints } from './checkpoints.js';
import { PROJECTION_PAGE_MAX } from './limits.js';
import type { Projection } from './projection.js';

/**
 * Folds, in one transaction each, a page into every group of read models that stand at the same
 * position: those at the head are not held up by one that is being rebuilt.
 * @returns how many events were folded by the group that is furthest behind; 0 when nothing is left
 *   to do or another copy is at it
 */
export async function foldPage(
  pool: pg.Pool,
  ledgerId: string,
  projections: readonly Projection[],
): Promise<number> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN');
    const locked = await lockCheckpoints(client, ledgerId, projections);
    const folded = await foldGroups(client, ledgerId, locked);
    await client.query('COMMIT');
    return folded;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    // A connection whose transaction failed is closed, which rolls back.
    client.release(failure);
  }
}

async function foldGroups(
  client: pg.PoolClient,
  ledgerId: string,
  locked: readonly Checkpoint[],
): Promise<number> {
  const reader = new LedgerReader(client, ledgerId);
  const positions = [...new Set(locked.map(({ position }) => position))].sort((a, b) => b - a);
  let folded = 0;
  let next = Number.MAX_SAFE_INTEGER;
  for (const position of positions) {
    const group = locked.filter((checkpoint) => checkpoint.position === position);
    // A group that is behind stops where the one before it begins, and joins it there.
    const events = await reader.page(position, Math.min(PROJECTION_PAGE_MAX, next - position));
    next = position;
    folded = events.length;
    if (events.length === 0) continue;
    const last = position + events.length;
    invariant(
      events[0]?.position === position + 1 && events.at(-1)?.position === last,
      () => `ledger ${ledgerId}: a page after ${position} does not follow without a gap`,
    );
    for (const { projection } of group) await projection.write(client, ledgerId, events);
    const moved = group.map(({ projection }) => projection);
    await moveCheckpoints(client, ledgerId, moved, position, last);
  }
  return folded;
}
