import type { Queryable } from './ledger-reader.js';

/** Where the next message of an input partition is, as the ledger knows it. */
export interface InputOffset {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
  readonly clusterId: string;
  readonly lastDigest: string | undefined;
}

export interface InputGapDecision {
  readonly topic: string;
  readonly partition: number;
  readonly by: string;
  readonly reason: string;
}

/** The offsets of all input partitions that were ever read. */
export async function readInputOffsets(
  database: Queryable,
  ledgerId: string,
): Promise<InputOffset[]> {
  const { rows } = await database.query<{
    topic: string;
    partition: number;
    next_offset: string;
    cluster_id: string;
    last_digest: string | null;
  }>('SELECT * FROM consumer_offset WHERE ledger_id = $1', [ledgerId]);
  return rows.map((row) => ({
    topic: row.topic,
    partition: row.partition,
    nextOffset: BigInt(row.next_offset),
    clusterId: row.cluster_id,
    lastDigest: row.last_digest || undefined,
  }));
}

/** Operators' decisions to go on after lost input, not yet carried out. */
export async function readInputGapDecisions(
  database: Queryable,
  ledgerId: string,
): Promise<InputGapDecision[]> {
  const { rows } = await database.query<{
    topic: string;
    partition: number;
    decided_by: string;
    reason: string;
  }>('SELECT * FROM input_gap_decision WHERE ledger_id = $1', [ledgerId]);
  return rows.map((row) => ({
    topic: row.topic,
    partition: row.partition,
    by: row.decided_by,
    reason: row.reason,
  }));
}

/** Forgets a decision once its event is in the ledger. */
export async function clearInputGapDecision(
  database: Queryable,
  ledgerId: string,
  topic: string,
  partition: number,
): Promise<void> {
  await database.query(
    'DELETE FROM input_gap_decision WHERE ledger_id = $1 AND topic = $2 AND partition = $3',
    [ledgerId, topic, partition],
  );
}
