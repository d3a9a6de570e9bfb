import type { Queryable } from '#libs/ledger/index.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { Projection } from './projection.js';

/** How far a read model is. */
export interface Checkpoint {
  readonly projection: Projection;
  readonly position: number;
}

/**
 * Locks the checkpoints of a ledger that no other copy works at, for the rest of the transaction. A
 * read model that is new or was folded by an older version is emptied and starts at 0; one of a
 * newer version is left to the newer copy that owns it.
 */
export async function lockCheckpoints(
  database: Queryable,
  ledgerId: string,
  projections: readonly Projection[],
): Promise<Checkpoint[]> {
  const { rows } = await database.query<{
    projection: string;
    version: number;
    position: string;
  }>(
    `SELECT projection, version, position FROM projection_checkpoint WHERE ledger_id = $1
     ORDER BY projection FOR UPDATE SKIP LOCKED`,
    [ledgerId],
  );
  const locked: Checkpoint[] = [];
  for (const { projection: name, version, position } of rows) {
    const projection = projections.find((candidate) => candidate.name === name);
    if (!projection || version > projection.version) continue;
    if (version === projection.version) locked.push({ projection, position: Number(position) });
    else locked.push(await startAnew(database, ledgerId, projection));
  }
  return locked;
}

/** Makes the rows of checkpoints that are not there yet: of version 0, so that the fold starts anew. */
export async function createCheckpoints(
  database: Queryable,
  ledgerId: string,
  projections: readonly Projection[],
): Promise<void> {
  await database.query(
    `INSERT INTO projection_checkpoint (ledger_id, projection, version, position)
     SELECT $1, unnest($2::text[]), 0, 0 ON CONFLICT (ledger_id, projection) DO NOTHING`,
    [ledgerId, projections.map(({ name }) => name)],
  );
}

async function startAnew(
  database: Queryable,
  ledgerId: string,
  projection: Projection,
): Promise<Checkpoint> {
  for (const table of projection.tables) {
    await database.query(`DELETE FROM ${table} WHERE ledger_id = $1`, [ledgerId]);
  }
  await database.query(
    `UPDATE projection_checkpoint SET version = $3, position = 0
     WHERE ledger_id = $1 AND projection = $2`,
    [ledgerId, projection.name, projection.version],
  );
  return { projection, position: 0 };
}

/** Moves checkpoints from one position to another. @throws InvariantViolation when one moved meanwhile */
export async function moveCheckpoints(
  database: Queryable,
  ledgerId: string,
  projections: readonly Projection[],
  from: number,
  to: number,
): Promise<void> {
  const { rowCount } = await database.query(
    `UPDATE projection_checkpoint AS c SET position = $5
     FROM unnest($2::text[], $3::integer[]) AS p (name, version)
     WHERE c.ledger_id = $1 AND c.projection = p.name AND c.version = p.version AND c.position = $4`,
    [
      ledgerId,
      projections.map(({ name }) => name),
      projections.map(({ version }) => version),
      from,
      to,
    ],
  );
  invariant(
    rowCount === projections.length,
    () => `a checkpoint of ledger ${ledgerId} moved from ${from} although it was locked`,
  );
}
