import { Argument, type Command } from 'commander';
import { OUTSIDE_ROLES } from '#libs/access/access-user.js';

const again = (text: string, before: readonly string[]): string[] => [...before, text];

const SYNC_HELP = `
Makes what is missing: topics, users (SCRAM-SHA-512) and rights (ACLs) at the broker, and the hash of each
password that HTTP checks. Done again it changes nothing. Members that are suspended keep their access: they
still pay, and are told what they owe. Who left loses rights and password; topics are never removed.

A new password is written once, to a file of mode 0600 below access/credentials in the data folder, to be
handed over and then deleted; it is printed nowhere. --rotate makes a new one, --password-file takes one
from you, whose file is not copied.

Examples:
  ccp access sync --check
  ccp access sync --rotate ALPHA
  ccp access sync --password-file ALPHA=/run/secrets/alpha`;

/** `ccp access sync`, `grant` and `revoke`. */
export function defineAccess(program: Command): void {
  const access = program.command('access').description('who may sign in from outside the house');
  access
    .command('sync')
    .description('make topics, users and rights what the reference data say')
    .option('--check', 'only show what would change')
    .option('--dry-run', 'the same as --check')
    .option('--rotate <user>', 'give a user a new password; may be given again', again, [])
    .option(
      '--password-file <user=file>',
      'take the password of a user from a file; may be given again',
      again,
      [],
    )
    .addHelpText('after', SYNC_HELP)
    .action(async (options, command: Command) => {
      const { sync } = await import('./access.command.js');
      await sync(options, command);
    });
  for (const [name, description] of [
    ['grant', 'let a venue, vendor, custodian or auditor in'],
    ['revoke', 'let one of them in no more'],
  ] as const)
    access
      .command(name)
      .description(description)
      .addArgument(new Argument('<role>', 'what it may write and read').choices(OUTSIDE_ROLES))
      .argument('<name>', 'such as XSIM; it signs in as ROLE:NAME')
      .addHelpText('after', `\nExample:\n  ccp access ${name} venue XSIM`)
      .action(async (role, user: string, _options, command: Command) => {
        const { grantOrRevoke } = await import('./access.command.js');
        await grantOrRevoke(name, role, user, command);
      });
}
