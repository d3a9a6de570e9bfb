import { Controller, Inject } from '@nestjs/common';
import { DECIDER, type DeciderPort } from '#libs/decider/decider-port.js';
import { MemberInputTopic, type MessageBatch } from '#libs/messaging/index.js';
import { memberTradeInput } from './member-trade-input.js';

/** What members say of their own trades, each on the topic that it alone may write. */
@Controller()
export class MemberTradesController {
  constructor(@Inject(DECIDER) private readonly decider: DeciderPort) {}

  @MemberInputTopic('trades')
  take(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, memberTradeInput);
  }
}
