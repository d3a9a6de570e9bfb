import type { Command } from 'commander';
import { operatorName } from '../lib/operator-name.js';

/** `ccp apply` and `ccp history import`. */
export function defineReferenceData(program: Command): void {
  program
    .command('apply')
    .description('apply reference data, all or nothing; the same file twice changes nothing')
    .requiredOption('-f, --file <file>', 'the document, YAML or JSON')
    .option('--check', 'only validate, and say what would change')
    .option('--by <operator>', 'who applies it', operatorName())
    .addHelpText('after', '\nExample:\n  ccp apply -f clearing-house.yaml --check')
    .action(async (options, command: Command) => {
      const { apply } = await import('./apply.command.js');
      await apply(options, command);
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
