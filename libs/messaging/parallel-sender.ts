import type { OutgoingMessage } from './outgoing-message.js';
import type { Sender } from './sender.js';

/**
 * Sends the busiest topic by a sender of its own beside all others: while one group waits for the broker the
 * other is encoded. Order holds per topic, and a group is sent when both parts are.
 */
export class ParallelSender implements Sender {
  constructor(
    private readonly busiestTopic: string,
    private readonly busiest: Sender,
    private readonly others: Sender,
  ) {}

  async open(): Promise<boolean> {
    const opened = await Promise.all([this.busiest.open(), this.others.open()]);
    return opened.some((isNew) => isNew);
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const own: OutgoingMessage[] = [];
    const rest: OutgoingMessage[] = [];
    for (const message of messages)
      (message.topic === this.busiestTopic ? own : rest).push(message);
    const results = await Promise.allSettled([this.busiest.send(own), this.others.send(rest)]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  async close(): Promise<void> {
    await Promise.all([this.busiest.close(), this.others.close()]);
  }
}
