import type { Command } from 'commander';
import { operatorName } from '../lib/operator-name.js';

/** `ccp apply`, `parameters` and `history import`. */
export function defineReferenceData(program: Command): void {
  defineApply(program);
  program
    .command('parameters')
    .description('every parameter of the reference data: its value, since when, set by whom')
    .option('--path <prefix>', 'only those whose path begins with it, such as model.')
    .option('--history', 'everything that they were ever set to')
    .addHelpText('after', '\nExample:\n  ccp parameters --path model. --history')
    .action(async (options, command: Command) => {
      const { parameters } = await import('./parameters.command.js');
      await parameters(options, command);
    });
  program
    .command('history')
    .description('price history for the margin model')
    .command('import')
    .description('import the closes of a risk factor; a date that is there already is replaced')
    .requiredOption('--symbol <symbol>', 'SPX, SPX.VOL, SPX.VOL@90, SPX@90, EURUSD, an asset')
    .requiredOption('--file <csv>', 'with the columns date and close; others are ignored')
    .option('--scale <factor>', 'multiply every close by this decimal')
    .option('--by <operator>', 'who imports it', operatorName())
    .addHelpText(
      'after',
      '\nExample:\n  ccp history import --symbol SPX.VOL --file vix.csv --scale 0.01',
    )
    .action(async (options, command: Command) => {
      const { importHistory } = await import('./history-import.command.js');
      await importHistory(options, command);
    });
}

function defineApply(program: Command): void {
  const apply = program
    .command('apply')
    .description('apply reference data, all or nothing; the same file twice changes nothing')
    .option('-f, --file <file>', 'the document, YAML or JSON')
    .option('--check', 'only validate, and say what would change, for every account')
    .option('--propose', 'only propose it: another operator is to confirm it')
    .option(
      '--by <operator>',
      `who applies it (default: ${operatorName()}); confirm and withdraw need it`,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  ccp apply -f clearing-house.yaml --check\n' +
        '  ccp apply -f clearing-house.yaml --propose --by alice\n  ccp apply confirm main-P1 --by bob',
    )
    .action(async (options, command: Command) => {
      const { apply: run } = await import('./apply.command.js');
      await run(options, command);
    });
  apply
    .command('proposals')
    .description('proposals as they stand; of one what it changes, and its effect on every account')
    .argument('[id]', 'such as main-P1')
    .action(async (id: string | undefined, _options, command: Command) => {
      const { proposals } = await import('./proposals.command.js');
      await proposals(id, command);
    });
  for (const [name, description] of [
    ['confirm', 'apply a proposal that somebody else made'],
    ['withdraw', 'take a proposal back'],
  ] as const) {
    apply
      .command(name)
      .description(description)
      .argument('<id>', 'such as main-P1')
      .addHelpText('after', `\nExample:\n  ccp apply ${name} main-P1 --by bob`)
      .action(async (id: string, _options, command: Command) => {
        const { decideProposal } = await import('./proposals.command.js');
        await decideProposal(name, id, command);
      });
  }
}
