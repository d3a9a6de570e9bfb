import type { Command } from 'commander';

/** `ccp audit verify` and `audit replay`. */
export function defineAudit(program: Command): void {
  const audit = program.command('audit').description('check the ledger, and read the past');
  audit
    .command('verify')
    .description(
      'walk the hash chain, recompute everything from the first event, compare it with what is stored',
    )
    .addHelpText(
      'after',
      '\nExit status 1 when anything differs. Reads one moment of the database.',
    )
    .action(async (_options, command: Command) => {
      const { verify } = await import('./audit.command.js');
      await verify(command);
    });
  audit
    .command('replay')
    .description('the books as they stood')
    .requiredOption(
      '--as-of <position|time>',
      'a ledger position, or a time such as 2026-11-20T14:03:22.123Z',
    )
    .action(async (options, command: Command) => {
      const { replay } = await import('./audit.command.js');
      await replay(options, command);
    });
}
