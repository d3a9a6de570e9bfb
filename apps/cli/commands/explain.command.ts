import type { Command } from 'commander';
import { explainCall, renderExplanation } from '#libs/audit/index.js';
import { EXIT_REFUSED, RefusedError } from '../lib/failure.js';
import { globalsOf, outputOf, progress, progressDone } from '../lib/output.js';
import { withDatabase } from '../lib/with-database.js';

export async function explain(callId: string, command: Command): Promise<void> {
  const { ledger } = globalsOf(command);
  const explanation = await withDatabase((pool) =>
    explainCall(pool, ledger, callId, (read, of) => progress(`${ledger}: ${read} of ${of} events`)),
  );
  progressDone();
  if (!explanation) {
    throw new RefusedError(`ledger ${ledger} holds no margin call ${callId}; ccp calls lists them`);
  }
  outputOf(command).result(explanation, () => renderExplanation(explanation));
  if (!explanation.reproduced) process.exitCode = EXIT_REFUSED;
}
