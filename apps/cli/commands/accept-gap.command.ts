import type { Command } from 'commander';
import { withDatabase } from '../lib/with-database.js';
import { globalsOf, outputOf } from '../lib/output.js';

interface GapDecision {
  readonly topic: string;
  readonly partition: number;
  readonly by: string;
  readonly reason: string;
}

/** Leaves the decision where a core that refuses to start finds it. */
export async function acceptGap(
  { topic, partition, by, reason }: GapDecision,
  command: Command,
): Promise<void> {
  const { ledger } = globalsOf(command);
  await withDatabase(async (database) => {
    await database.query(
      `INSERT INTO input_gap_decision (ledger_id, topic, partition, decided_by, reason)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (ledger_id, topic, partition) DO UPDATE
         SET decided_by = excluded.decided_by, reason = excluded.reason`,
      [ledger, topic, partition, by, reason],
    );
  });
  outputOf(command).result(
    { ledger, topic, partition, by, reason },
    () => `${topic} partition ${partition}: the core will go on and record the gap`,
  );
}
