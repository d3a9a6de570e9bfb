import type { Command } from 'commander';

/** `ccp default simulate`: the fire drill. */
export function defineDrill(group: Command): void {
  group
    .command('simulate')
    .description(
      'rehearse a default on the book as it stands: who would pay what; nothing is touched',
    )
    .requiredOption('--member <member>', 'who fails, such as ALPHA')
    .option(
      '--scenario <name>',
      'at the prices of a scenario of the stress tests; else at present ones',
    )
    .option('--loss <amount>', 'with this loss, in the base currency')
    .option('--reverse', 'what multiple of the scenario, or of the worst one, exhausts each layer')
    .option('--for <member>', 'only the share of this member')
    .option('--svg <file>', 'also draw the waterfall, to this file')
    .addHelpText(
      'after',
      '\nA scenario is one of stressScenarios in the reference data, or one that the daily stress tests make.\n' +
        '\nExamples:\n  ccp default simulate --member ALPHA' +
        '\n  ccp default simulate --member ALPHA --scenario all-down-2x --svg drill.svg' +
        '\n  ccp default simulate --member ALPHA --loss 214000000.00' +
        '\n  ccp default simulate --member ALPHA --reverse',
    )
    .action(async (options, command: Command) => {
      const { simulate } = await import('./default-simulate.command.js');
      await simulate(options, command);
    });
}
