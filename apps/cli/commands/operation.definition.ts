import { type Command, InvalidArgumentError, Option } from 'commander';
import { operatorName } from '../lib/operator-name.js';
import { parseDuration } from '../lib/parse-duration.js';

/** `ccp status`, `wait`, `settle`, `inputs accept-gap` and `migrate`. */
export function defineOperation(program: Command): void {
  program
    .command('status')
    .description('last position and head hash, input offsets, publisher and read models')
    .action(async (_options, command: Command) => {
      const { status } = await import('./status.command.js');
      await status(command);
    });
  program
    .command('wait')
    .description('come back when everything sent until now is decided and published')
    .requiredOption('--idle', 'wait until the house is idle')
    .option('--timeout <duration>', 'give up after this time', parseDuration, 30_000)
    .addHelpText('after', '\nExample:\n  ccp wait --idle --timeout 60s')
    .action(async (options, command: Command) => {
      const { wait } = await import('./wait.command.js');
      await wait(options, command);
    });
  program
    .command('settle')
    .description('run a settlement cycle; the same id again shows the first result')
    .addOption(new Option('--type <type>', 'end of day or intraday').choices(['EOD', 'INTRADAY']))
    .requiredOption('--date <date>', 'the business date, such as 2026-11-20')
    .option('--correct <instrument>', 'correct its settlement price of the last end of a day')
    .option('--price <price>', 'with --correct: what the price should have been')
    .option('--reason <reason>', 'with --correct: why')
    .option('--cycle-id <id>', 'by default DATE-EOD or DATE-INTRADAY-n')
    .option(
      '--at <time>',
      'move the clock of a ledger whose clock is event, such as 2026-11-20T21:30:00Z',
    )
    .option('--by <operator>', 'who asks', operatorName())
    .addHelpText(
      'after',
      [
        '\nExamples:\n  ccp settle --type EOD --date 2026-11-20\n',
        '  ccp settle --correct SPX-FUT --date 2026-11-20 --price 5004.75 --reason "exchange notice 17"',
      ].join(''),
    )
    .action(async (options, command: Command) => {
      const { settle } = await import('./settle.command.js');
      await settle(options, command);
    });
  defineInputs(program);
  program
    .command('migrate')
    .description("bring the database up to this version's tables")
    .action(async (_options, command: Command) => {
      const { migrate } = await import('./migrate.command.js');
      await migrate(command);
    });
}

function defineInputs(program: Command): void {
  program
    .command('inputs')
    .description('the topics that the clearing house reads')
    .command('accept-gap')
    .description('let the core go on although messages of a partition are lost for good')
    .requiredOption('--topic <topic>', 'with its prefix, such as ccp.trades')
    .requiredOption('--partition <number>', 'the partition', parsePartition)
    .requiredOption('--by <operator>', 'who decides')
    .requiredOption('--reason <reason>', 'why')
    .action(async (options, command: Command) => {
      const { acceptGap } = await import('./accept-gap.command.js');
      await acceptGap(options, command);
    });
}

function parsePartition(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it is not the number of a partition');
}
