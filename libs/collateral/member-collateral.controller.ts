import { Controller, Inject } from '@nestjs/common';
import { DECIDER, type DeciderPort } from '#libs/decider/decider-port.js';
import { MemberInputTopic, type MessageBatch } from '#libs/messaging/index.js';
import { memberInstructionInput } from './member-instruction-input.js';

/** Instructions of members for their own accounts, each from the topic that it alone may write. */
@Controller()
export class MemberCollateralController {
  constructor(@Inject(DECIDER) private readonly decider: DeciderPort) {}

  @MemberInputTopic('collateral')
  take(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, memberInstructionInput);
  }
}
