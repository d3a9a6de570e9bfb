import type { Command } from 'commander';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';

export async function wait({ timeout }: { timeout: number }, command: Command): Promise<void> {
  const answer = await operatorClient(globalsOf(command).ledger).waitIdle(timeout);
  const { position } = answer as { position: number };
  outputOf(command).result(answer, () => `idle at position ${position}`);
}
