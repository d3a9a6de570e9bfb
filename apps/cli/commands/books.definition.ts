import type { Command } from 'commander';

/** `ccp positions`, `balances`, `trades`, `sides`, `statement`, `margin` and `what-if`. */
export function defineBooks(program: Command): void {
  withFilters(program.command('positions').description('positions that are not flat'))
    .option('--instrument <id>', 'of one instrument')
    .option('--client <id>', 'of one client of gross omnibus accounts')
    .option('--clients', 'by client of gross omnibus accounts')
    .option('--as-of <position|time>', 'as they stood')
    .action(async (options, command: Command) => {
      const { positions } = await import('./books.command.js');
      await positions(options, command);
    });
  withFilters(program.command('balances').description('cash of accounts'))
    .option('--trial', 'every book of the house, with the sums per asset')
    .option('--as-of <position|time>', 'as they stood')
    .action(async (options, command: Command) => {
      const { balances } = await import('./books.command.js');
      await balances(options, command);
    });
  withFilters(
    program.command('trades').description('trades as they stand, with those that were busted'),
  ).action(async (options, command: Command) => {
    const { trades } = await import('./trades.command.js');
    await trades(options, command);
  });
  withFilters(
    program.command('sides').description('sides of bilateral trades that wait for each other'),
  ).action(async (options, command: Command) => {
    const { sides } = await import('./sides.command.js');
    await sides(options, command);
  });
  program
    .command('statement')
    .description('what an account held, every line that changed it, and what it held then')
    .argument('<account>', 'such as ALPHA/HOUSE')
    .option('--from <date|time|position>', 'the first that is in it')
    .option('--to <date|time|position>', 'the last that is in it')
    .option('--csv', 'comma-separated values, with rows OPENING and CLOSING')
    .action(async (account: string, options, command: Command) => {
      const { statement } = await import('./statement.command.js');
      await statement(account, options, command);
    });
  program
    .command('margin')
    .description('the latest requirement of an account and what it is made of')
    .argument('<account>', 'such as ALPHA/HOUSE')
    .action(async (account: string, _options, command: Command) => {
      const { margin } = await import('./margin.command.js');
      await margin(account, command);
    });
  defineWhatIf(program);
}

function defineWhatIf(program: Command): void {
  program
    .command('what-if')
    .description('requirement, exposure and deficit before and after trades that are not made')
    .argument('<account>', 'such as ALPHA/HOUSE')
    .option(
      '--trade <trade>',
      'lots and instrument, + to buy and - to sell; may be given again',
      (trade: string, before: readonly string[]) => [...before, trade],
      [],
    )
    .option('--client <id>', 'whose the trades are, for a gross omnibus account')
    .option('--reduce', 'look for the single trade that reduces the requirement most')
    .addHelpText('after', '\nExample:\n  ccp what-if ALPHA/HOUSE --trade "+10 SPX-FUT-2026-12"')
    .action(async (account: string, options, command: Command) => {
      const { whatIf } = await import('./what-if.command.js');
      await whatIf(account, options, command);
    });
}

export function withFilters(command: Command): Command {
  return command
    .option('--account <account>', 'of one account, such as ALPHA/HOUSE')
    .option('--member <member>', 'of one member');
}
