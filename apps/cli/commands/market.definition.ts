import { type Command, InvalidArgumentError } from 'commander';

const MEMBERS_DEFAULT = 6;
const MEMBERS_RANGE = [2, 24] as const;
const SEED_MAX = 1_000_000_000;
const RATE_MAX = 50_000;
const MINUTES_MAX = 10_000;

/** `ccp replay-market` and `ccp simulate`: markets that trade through a clearing house. */
export function defineMarket(program: Command): void {
  program
    .command('replay-market')
    .description('clear the market of a past period through a whole clearing house')
    .requiredOption('--data <dir>', 'the folder of daily closes (spy.csv, wti.csv, xauusd.csv)')
    .requiredOption('--from <date>', 'first day, such as 2008-01-02', parseDate)
    .requiredOption('--to <date>', 'last day, such as 2009-06-30', parseDate)
    .option(
      '--members <n>',
      'clearing members, each with a house and a client account',
      whole(...MEMBERS_RANGE),
      MEMBERS_DEFAULT,
    )
    .option('--seed <n>', 'the same seed gives the same trades', whole(0, SEED_MAX), 1)
    .option('--out <dir>', 'for the chart and the results; by default in the data folder')
    .option('--use-running', 'use the clearing house that runs; it must be empty')
    .option('--keep', "keep the replay's ledger, for explain and audit")
    .addHelpText(
      'after',
      '\nIt starts a clearing house of its own with a fresh ledger, unless --use-running is given.' +
        '\n\nExample:\n  ccp replay-market --data ../shared/data --from 2008-01-02 --to 2009-06-30',
    )
    .action(async (options, command: Command) => {
      const { replayMarket } = await import('./replay-market.command.js');
      await replayMarket(options, command);
    });
  program
    .command('simulate')
    .description('trade with the clearing house that runs, at a steady rate')
    .option('--seed <n>', 'the same seed gives the same market', whole(0, SEED_MAX), 1)
    .option('--rate <n>', 'trades a second', whole(1, RATE_MAX), 100)
    .option('--minutes <n>', 'how long', parseMinutes, 1)
    .addHelpText('after', '\nExample:\n  ccp simulate --rate 1000 --minutes 2')
    .action(async (options, command: Command) => {
      const { simulate } = await import('./simulate.command.js');
      await simulate(options, command);
    });
}

function parseDate(text: string): string {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('it is not a date such as 2008-01-02');
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`it is not a whole number from ${min} to ${max}`);
  };
}

function parseMinutes(text: string): number {
  const value = /^\d{1,5}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= MINUTES_MAX) return value;
  throw new InvalidArgumentError('it is not a number of minutes such as 1 or 0.5');
}
