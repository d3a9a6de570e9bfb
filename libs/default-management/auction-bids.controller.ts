import { Controller, Inject } from '@nestjs/common';
import { DECIDER, type DeciderPort } from '#libs/decider/decider-port.js';
import { MemberInputTopic, type MessageBatch } from '#libs/messaging/index.js';
import { bidInput } from './bid-input.js';

/** Sealed bids, each from the topic of the member that sends it. */
@Controller()
export class AuctionBidsController {
  constructor(@Inject(DECIDER) private readonly decider: DeciderPort) {}

  @MemberInputTopic('auction-bids')
  take(batch: MessageBatch): Promise<void> {
    return this.decider.submit(batch, bidInput);
  }
}
