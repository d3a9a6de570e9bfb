import { type Command, InvalidArgumentError } from 'commander';

const SEED_MAX = 1_000_000_000;

/** `ccp backtest`: the margin model against history. */
export function defineBackTest(program: Command): void {
  program
    .command('backtest')
    .description('test the margin model and its peers on real history; no clearing house need run')
    .requiredOption('--data <dir>', 'the folder of daily closes (spy.csv, wti.csv, xauusd.csv ...)')
    .option('--from <date>', 'first margined day; closes before it are history', parseDate)
    .option('--to <date>', 'last close that is used', parseDate)
    .option('--out <file>', 'for the report in HTML; by default back-test.html in the data folder')
    .option('--seed <n>', 'the same seed gives the same random portfolios', parseSeed, 1)
    .addHelpText('after', '\nExample:\n  ccp backtest --data ../shared/data --out report.html')
    .action(async (options, command: Command) => {
      const { backTest } = await import('./backtest.command.js');
      await backTest(options, command);
    });
}

function parseDate(text: string): string {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('it is not a date such as 2008-01-02');
}

function parseSeed(text: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= SEED_MAX) return value;
  throw new InvalidArgumentError(`it is not a whole number up to ${SEED_MAX}`);
}
