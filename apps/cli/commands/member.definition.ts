import { Argument, type Command } from 'commander';
import { MEMBER_QUESTIONS } from '../lib/member-questions.js';

const HELP = `
Signs in with the member's credentials alone, and is shown what is the member's. The password comes from
--password-file (the file that was handed over, or one that holds the password), else from
CCP_MEMBER_PASSWORD, else from the credentials in the data folder where they may be read.

Examples:
  ccp member ALPHA positions
  ccp member ALPHA calls --status ISSUED
  ccp member ALPHA statement HOUSE --from 2026-11-20 --csv
  ccp member ALPHA what-if HOUSE --trade "+10 SPX-FUT-2026-12"
  ccp member ALPHA drill --of BETA --scenario crash`;

/** `ccp member M positions`, `calls`, `statement`, `what-if` and what else a member may ask. */
export function defineMember(program: Command): void {
  program
    .command('member')
    .description('what a member may ask, with its own credentials')
    .argument('<member>', 'such as ALPHA')
    .addArgument(new Argument('<question>', 'what is asked').choices(MEMBER_QUESTIONS))
    .argument('[account]', 'such as HOUSE or ALPHA/HOUSE; not needed where the member has one')
    .option('--password-file <file>', 'the credentials that were handed over, or the password')
    .option('--instrument <id>', 'positions: of one instrument')
    .option('--as-of <position|time>', 'positions and balances: as they stood')
    .option('--status <status>', 'calls: of one status, such as OVERDUE')
    .option('--from <date|time|position>', 'statement: the first that is in it')
    .option('--to <date|time|position>', 'statement: the last that is in it')
    .option('--csv', 'statement: comma-separated values')
    .option(
      '--trade <trade>',
      'what-if: lots and instrument, + to buy and - to sell; may be given again',
      (trade: string, before: readonly string[]) => [...before, trade],
      [],
    )
    .option('--client <id>', 'what-if: whose the trades are, for a gross omnibus account')
    .option('--reduce', 'what-if: look for the trade that reduces the requirement most')
    .option('--of <member>', 'drill: who fails')
    .option('--scenario <name>', 'drill: in a scenario of the stress tests')
    .option('--loss <amount>', 'drill: for a stated loss')
    .addHelpText('after', HELP)
    .action(async (member: string, question, account, options, command: Command) => {
      const { askAsMember } = await import('./member.command.js');
      await askAsMember(member, question, account, options, command);
    });
}
