import type { Command } from 'commander';

/** `ccp collateral show`. */
export function defineCollateral(program: Command): void {
  program
    .command('collateral')
    .description('what accounts have lodged')
    .command('show')
    .description('what an account has lodged, what of it counts, and what it could have back')
    .argument('<account>', 'such as ALPHA/HOUSE')
    .option('--as-of <position|time>', 'as it stood')
    .action(async (account: string, options: { asOf?: string }, command: Command) => {
      const { showCollateral } = await import('./collateral.command.js');
      await showCollateral(account, options, command);
    });
}
