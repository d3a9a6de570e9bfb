import type { Command } from 'commander';
import {
  explainAccount,
  explainCall,
  houseAsOf,
  renderAccount,
  renderExplanation,
} from '#libs/audit/index.js';
import { MarginEngine } from '#libs/domain/house/index.js';
import { describeMarginFailure } from '#libs/domain/risk/describe-margin-failure.js';
import { resolveAsOf } from '#libs/projections/as-of.js';
import { EXIT_REFUSED, RefusedError, WrongUseError } from '../lib/failure.js';
import { globalsOf, outputOf, progress, progressDone } from '../lib/output.js';
import { readAccount } from '../lib/read-account.js';
import { readAsOf } from '../lib/read-as-of.js';
import { withDatabase } from '../lib/with-database.js';

/** Explains a margin call, or where an account stands, from the ledger alone. */
export async function explain(
  subject: string,
  { asOf }: { readonly asOf?: string },
  command: Command,
): Promise<void> {
  if (subject.includes('/')) {
    await explainAnAccount(readAccount(subject), asOf, command);
    return;
  }
  if (asOf !== undefined)
    throw new WrongUseError('--as-of is for accounts: a call is explained where it was computed');
  await explainACall(subject, command);
}

async function explainACall(callId: string, command: Command): Promise<void> {
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

async function explainAnAccount(
  account: string,
  asOf: string | undefined,
  command: Command,
): Promise<void> {
  const { ledger } = globalsOf(command);
  const point = asOf === undefined ? { position: Number.MAX_SAFE_INTEGER } : readAsOf(asOf);
  const explained = await withDatabase(async (pool) => {
    const position = await resolveAsOf(pool, ledger, point);
    const house = await houseAsOf(pool, ledger, position, (read, of) =>
      progress(`${ledger}: ${read} of ${of} events`),
    );
    return explainAccount(house, new MarginEngine(house), account);
  });
  progressDone();
  if (explained.ok) {
    outputOf(command).result(explained.value, () => renderAccount(explained.value));
    return;
  }
  const { error } = explained;
  if (error.code === 'UNKNOWN_ACCOUNT')
    throw new RefusedError(`there is no account ${account} in ledger ${ledger}`, error);
  const reason = describeMarginFailure(error.failure);
  throw new RefusedError(`the requirement of ${account} cannot be computed: ${reason}`, error);
}
