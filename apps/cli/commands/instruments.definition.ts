import type { Command } from 'commander';

const AT = 'move the clock of a ledger whose clock is event, such as 2026-11-20T14:00:00Z';

/** `ccp instruments list`, `halt`, `resume`, `delist` and `adjust`. */
export function defineInstruments(program: Command): void {
  const instruments = program
    .command('instruments')
    .description('the life of instruments: halts, delistings, adjustments');
  instruments
    .command('list')
    .description('instruments with their state, terms and open lots')
    .option('--underlying <id>', 'only those on it')
    .action(async (options, command: Command) => {
      const { listInstruments } = await import('./instruments.command.js');
      await listInstruments(options, command);
    });
  withRecord(
    instruments
      .command('halt')
      .description('refuse every trade in an instrument; prices, margin and settlement go on')
      .argument('<instrument>'),
  ).action(async (instrument: string, options, command: Command) => {
    const { haltOrResume } = await import('./instruments.command.js');
    await haltOrResume('halt', instrument, options, command);
  });
  withRecord(
    instruments
      .command('resume')
      .description('let a halted instrument trade again')
      .argument('<instrument>'),
  ).action(async (instrument: string, options, command: Command) => {
    const { haltOrResume } = await import('./instruments.command.js');
    await haltOrResume('resumption', instrument, options, command);
  });
  withRecord(
    instruments
      .command('delist')
      .description('let an instrument trade only to close from now on, and end')
      .argument('<instrument>'),
  )
    .option('--last-trading-day <date>', 'it ends with this date, such as 2026-12-18')
    .option('--last-trading <time>', 'it ends at this time; by default now')
    .action(async (instrument: string, options, command: Command) => {
      const { delist } = await import('./instruments.command.js');
      await delist(instrument, options, command);
    });
  withRecord(
    instruments
      .command('adjust')
      .description('adjust the futures and options on an underlying for a split')
      .requiredOption('--underlying <id>', 'such as ACME')
      .requiredOption('--ratio <new:old>', 'new lots for old ones, such as 3:1')
      .option('--id <id>', 'names the corporate action; the same again changes nothing'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  ccp instruments adjust --underlying ACME --ratio 3:1 --reason "split 3:1" --by jane',
    )
    .action(async (options, command: Command) => {
      const { adjust } = await import('./instruments.command.js');
      await adjust(options, command);
    });
}

function withRecord(command: Command): Command {
  return command
    .requiredOption('--reason <reason>', 'why; members read it where a trade is refused')
    .requiredOption('--by <operator>', 'who decides')
    .option('--at <time>', AT);
}
