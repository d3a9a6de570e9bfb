import { Controller, Inject } from '@nestjs/common';
import { DECIDER, type DeciderPort } from '#libs/decider/decider-port.js';
import { InputTopic, type MessageBatch } from '#libs/messaging/index.js';
import { tradeInput } from './trade-input.js';

/** Trades as venues match them. */
@Controller()
export class TradesController {
  constructor(@Inject(DECIDER) private readonly decider: DeciderPort) {}

  @InputTopic('trades')
  take(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, tradeInput);
  }
}
