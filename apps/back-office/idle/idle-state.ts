import type pg from 'pg';
import { projections } from '#libs/projections/index.js';

/** How far everything is, read in one statement and so of one moment. */
export interface IdleState {
  readonly lastPosition: number;
  readonly evaluatedPosition: number;
  readonly evaluationSeq: number;
  /** Of the read model that is furthest behind; -1 while one is not there yet. */
  readonly projectedPosition: number;
  readonly publishedPosition: number;
  readonly publishedSeq: number;
  /** Next offset by `topic/partition`. */
  readonly nextOffsets: ReadonlyMap<string, bigint>;
}

const STATE = `
  SELECT h.last_position, h.evaluated_position, h.evaluation_seq,
    coalesce(p.position, 0) AS published_position, coalesce(p.evaluation_seq, 0) AS published_seq,
    (SELECT min(coalesce(c.position, -1)) FROM unnest($2::text[]) AS wanted (name)
     LEFT JOIN projection_checkpoint c ON c.ledger_id = h.ledger_id AND c.projection = wanted.name
    ) AS projected_position,
    (SELECT coalesce(json_object_agg(o.topic || '/' || o.partition, o.next_offset::text), '{}')
     FROM consumer_offset o WHERE o.ledger_id = h.ledger_id) AS next_offsets
  FROM ledger_head h LEFT JOIN publisher_checkpoint p ON p.ledger_id = h.ledger_id
  WHERE h.ledger_id = $1`;

interface StateRow {
  last_position: string;
  evaluated_position: string;
  evaluation_seq: string;
  published_position: string;
  published_seq: string;
  projected_position: string;
  next_offsets: Record<string, string>;
}

/** Reads how far everything is; undefined when there is no such ledger. */
export async function readIdleState(
  database: pg.Pool,
  ledgerId: string,
): Promise<IdleState | undefined> {
  const { rows } = await database.query<StateRow>({
    name: 'idle-state',
    text: STATE,
    values: [ledgerId, projections.map(({ name }) => name)],
  });
  const row = rows[0];
  if (!row) return undefined;
  return {
    lastPosition: Number(row.last_position),
    evaluatedPosition: Number(row.evaluated_position),
    evaluationSeq: Number(row.evaluation_seq),
    projectedPosition: Number(row.projected_position),
    publishedPosition: Number(row.published_position),
    publishedSeq: Number(row.published_seq),
    nextOffsets: new Map(
      Object.entries(row.next_offsets).map(([partition, next]) => [partition, BigInt(next)]),
    ),
  };
}

/** Whether all that was decided is evaluated, projected and published. */
export function isSettled(state: IdleState): boolean {
  return (
    state.evaluatedPosition === state.lastPosition &&
    state.projectedPosition === state.lastPosition &&
    state.publishedPosition >= state.lastPosition &&
    state.publishedSeq >= state.evaluationSeq
  );
}
