import { Controller, Inject } from '@nestjs/common';
import { DECIDER, type DeciderPort } from '#libs/decider/decider-port.js';
import { InputTopic, type MessageBatch } from '#libs/messaging/index.js';
import { instructionInput } from './instruction-input.js';

/** Instructions of custodians, payment banks and operators. */
@Controller()
export class CollateralController {
  constructor(@Inject(DECIDER) private readonly decider: DeciderPort) {}

  @InputTopic('collateral')
  take(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, instructionInput);
  }
}
