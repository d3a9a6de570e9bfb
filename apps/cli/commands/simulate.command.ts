import type { Command } from 'commander';
import { describeSimulation, simulate as run } from '#libs/market-simulation/cli/simulate.js';
import { globalsOf, outputOf } from '../lib/output.js';

export async function simulate(
  options: { readonly seed: number; readonly rate: number; readonly minutes: number },
  command: Command,
): Promise<void> {
  const report = await run({ ...options, ledger: globalsOf(command).ledger });
  outputOf(command).result(report, () => describeSimulation(report));
}
