import { Controller, Inject } from '@nestjs/common';
import { DECIDER, type DeciderPort } from '#libs/decider/decider-port.js';
import { InputTopic, type MessageBatch } from '#libs/messaging/index.js';
import { commandInput } from './command-input.js';

/** What operators ask for, by way of the back office. */
@Controller()
export class CommandsController {
  constructor(@Inject(DECIDER) private readonly decider: DeciderPort) {}

  @InputTopic('commands')
  take(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, commandInput);
  }
}
