import { type Command, InvalidArgumentError, Option } from 'commander';
import { operatorName } from '../lib/operator-name.js';

/** `ccp quarantine list|show|resend|discard`. */
export function defineQuarantine(program: Command): void {
  const quarantine = program
    .command('quarantine')
    .description('messages that could not be taken in');
  quarantine
    .command('list')
    .description('what was quarantined and what became of it')
    .addOption(
      new Option('--state <state>', 'only these').choices(['QUARANTINED', 'RESENT', 'DISCARDED']),
    )
    .action(async (options, command: Command) => {
      const { listQuarantine } = await import('./quarantine.command.js');
      await listQuarantine(options, command);
    });
  quarantine
    .command('show')
    .description('one message with its bytes')
    .argument('<position>', 'its ledger position', parsePosition)
    .action(async (position: number, _options, command: Command) => {
      const { showQuarantined } = await import('./quarantine.command.js');
      await showQuarantined(position, command);
    });
  for (const [action, description] of [
    ['resend', 'send a message again as it was'],
    ['discard', 'set a message aside for good'],
  ] as const) {
    quarantine
      .command(action)
      .description(description)
      .argument('<position>', 'its ledger position', parsePosition)
      .option('--reason <reason>', 'why', 'no reason given')
      .option('--by <operator>', 'who decides', operatorName())
      .action(async (position: number, options, command: Command) => {
        const { release } = await import('./quarantine.command.js');
        await release(action, position, options, command);
      });
  }
}

function parsePosition(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it is not a ledger position');
}
