import type { Command } from 'commander';
import { withFilters } from './books.definition.js';

/** `ccp calls`, `calls cancel` and `explain`, of a call or an account. */
export function defineCalls(program: Command): void {
  const calls = withFilters(program.command('calls').description('margin calls as they stand'))
    .option('--status <status>', 'ISSUED, PARTIALLY_MET, MET, OVERDUE or CANCELLED')
    .option('--summary', 'what the open calls of each member ask for together')
    .addHelpText(
      'after',
      '\nExamples:\n  ccp calls --status OVERDUE\n  ccp calls --member ALPHA --summary',
    )
    .action(async ({ summary, ...options }, command: Command) => {
      const { listCalls, summariseCalls } = await import('./calls.command.js');
      await (summary ? summariseCalls(options, command) : listCalls(options, command));
    });
  calls
    .command('cancel')
    .description('cancel a margin call')
    .argument('<call-id>', 'such as main-000123')
    .requiredOption('--reason <reason>', 'why')
    .requiredOption('--by <operator>', 'who decides')
    .action(async (callId: string, options, command: Command) => {
      const { cancelCall } = await import('./calls.command.js');
      await cancelCall(callId, options, command);
    });
  program
    .command('explain')
    .description(
      'recompute a margin call, or the requirement of an account, from the ledger alone and show every number',
    )
    .argument('<call-id|account>', 'such as main-000123 or ALPHA/HOUSE')
    .option('--as-of <position|time>', 'an account as it stood')
    .addHelpText(
      'after',
      '\nExamples:\n  ccp explain main-000001\n  ccp explain ALPHA/HOUSE --as-of 48211',
    )
    .action(async (subject: string, options, command: Command) => {
      const { explain } = await import('./explain.command.js');
      await explain(subject, options, command);
    });
}
