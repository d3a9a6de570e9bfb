import type { Command } from 'commander';
import { MissingDataError } from '#libs/back-testing/back-test-error.js';
import { runBackTest, type BackTestOptions } from '#libs/back-testing/cli/back-test.js';
import { backTestDocument, describeBackTest } from '#libs/back-testing/cli/describe-back-test.js';
import { WrongUseError } from '../lib/failure.js';
import { outputOf } from '../lib/output.js';

export async function backTest(options: BackTestOptions, command: Command): Promise<void> {
  try {
    const test = await runBackTest(options);
    outputOf(command).result(backTestDocument(test), () => describeBackTest(test));
  } catch (error) {
    if (error instanceof MissingDataError) throw new WrongUseError(error.message);
    throw error;
  }
}
