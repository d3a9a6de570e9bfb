import { type Command, Option } from 'commander';
import { operatorName } from '../lib/operator-name.js';

const ID = 'such as main-D1';

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

const anyOperator = (): Option =>
  new Option('--by <operator>', 'who decides').default(operatorName());

/** `ccp default auction ...`: lots of the house book to the best of sealed bids. */
export function defineAuction(group: Command): void {
  const auction = group
    .command('auction')
    .description(
      'auction lots of the house book; members bid on their own topics, unseen by anybody',
    );
  auction
    .command('open')
    .description('open an auction: from here on members may bid')
    .argument('<id>', ID)
    .requiredOption(
      '--lot <lot>',
      "a name, and signed lots as the defaulter trades them, with the defaulter's account where it is not clear; may be given again",
      collect,
      [],
    )
    .option(
      '--reserve <amount>',
      'the most that is paid to be rid of a lot, below zero the least that is taken; of one lot: L1=AMOUNT',
      collect,
      [],
    )
    .option('--closes-at <time>', 'until when bids are taken; else until it is closed')
    .addOption(anyOperator())
    .addHelpText(
      'after',
      '\nALPHA is 100 long and 5 short. Example:\n  ccp default auction open main-D1 --lot "L1: SPX-FUT-2026-12 -40" --lot "L2: SPX-FUT-2026-12 -60, SPX-FUT-2027-03 5" --reserve 2000000.00',
    )
    .action(async (id: string, options, command: Command) => {
      const { openAuction } = await import('./default-auction.command.js');
      await openAuction(id, options, command);
    });
  auction
    .command('close')
    .description(
      'show all bids; each lot goes to the lowest price within its reserve, the earlier of equal ones',
    )
    .argument('<id>', ID)
    .option('--without-award', 'call it off: no lot goes to anybody')
    .option('--at <time>', "moves the clock of a ledger whose clock is 'event'")
    .addOption(anyOperator())
    .addHelpText('after', '\nExample:\n  ccp default auction close main-D1')
    .action(async (id: string, options, command: Command) => {
      const { closeAuction } = await import('./default-auction.command.js');
      await closeAuction(id, options, command);
    });
}
