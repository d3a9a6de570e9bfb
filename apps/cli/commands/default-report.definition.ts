import type { Command } from 'commander';

/** `ccp default report`: the record of a default, for whoever has to follow it. */
export function defineReport(group: Command): void {
  group
    .command('report')
    .description('write the record of a default, from the first missed call to the last recovery')
    .argument('<id>', 'such as main-D1')
    .requiredOption('--out <file|folder>', 'a .html or .json file, or a folder for both')
    .addHelpText(
      'after',
      '\nIt is made from the events of the ledger alone, each named by position and hash.' +
        '\n\nExamples:\n  ccp default report main-D1 --out reports\n  ccp default report main-D1 --out main-D1.html',
    )
    .action(async (id: string, options, command: Command) => {
      const { reportDefault } = await import('./default-report.command.js');
      await reportDefault(id, options, command);
    });
}
