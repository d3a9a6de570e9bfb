import { Controller, Inject } from '@nestjs/common';
import { DECIDER, type DeciderPort } from '#libs/decider/decider-port.js';
import type { CommandPolicy } from '#libs/domain/commands/command-policy.js';
import { InputTopic, type MessageBatch } from '#libs/messaging/index.js';
import { commandInput } from './command-input.js';
import { COMMAND_POLICY } from './tokens.js';

/** What operators ask for, by way of the back office. */
@Controller()
export class CommandsController {
  private readonly kind: ReturnType<typeof commandInput>;

  constructor(
    @Inject(DECIDER) private readonly decider: DeciderPort,
    @Inject(COMMAND_POLICY) policy: CommandPolicy,
  ) {
    this.kind = commandInput(policy);
  }

  @InputTopic('commands')
  take(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, this.kind);
  }
}
