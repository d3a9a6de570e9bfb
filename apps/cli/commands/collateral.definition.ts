import type { Command } from 'commander';

/** `ccp collateral show`, `ccp collateral suggest` and `ccp haircuts calibrate`. */
export function defineCollateral(program: Command): void {
  const collateral = program.command('collateral').description('what accounts have lodged');
  collateral
    .command('show')
    .description('what an account has lodged, what of it counts, and what it could have back')
    .argument('<account>', 'such as ALPHA/HOUSE')
    .option('--as-of <position|time>', 'as it stood')
    .action(async (account: string, options: { asOf?: string }, command: Command) => {
      const { showCollateral } = await import('./collateral.command.js');
      await showCollateral(account, options, command);
    });
  collateral
    .command('suggest')
    .description(
      'the cheapest delivery that covers an account, or what it could take back and replace',
    )
    .argument('<account>', 'such as ALPHA/HOUSE')
    .option(
      '--deliver <asset=cost...>',
      'cost per year of having an asset lodged; by default 0.03 cash, 0.005 securities, 0.10 crypto',
    )
    .action(async (account: string, options: { deliver?: string[] }, command: Command) => {
      const { suggestCollateral } = await import('./suggest-collateral.command.js');
      await suggestCollateral(account, options, command);
    });
  defineHaircuts(program);
}

function defineHaircuts(program: Command): void {
  program
    .command('haircuts')
    .description('haircuts of collateral')
    .command('calibrate')
    .description('propose haircuts from imported closes; nothing is applied')
    .option('--asset <asset>', 'only this one')
    .option('--confidence <bp>', 'basis points; by default, and at least, that of margin')
    .option('--days <n>', 'closes that a sale takes (default: 2)')
    .option('--liquidity <share>', 'added to the shortfall (default: 0.02)')
    .option('--minimum <share>', 'no haircut is below it (default: 0.005)')
    .action(async (options, command: Command) => {
      const { calibrateHaircuts } = await import('./haircuts.command.js');
      await calibrateHaircuts(options, command);
    });
}
