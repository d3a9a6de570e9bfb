import type { OutgoingMessage } from './outgoing-message.js';

/** Sends groups of messages in order, each wholly or not at all. */
export interface Sender {
  /**
   * Makes sure that there is a producer, and that none before it can send any more.
   * @returns whether it is a new one
   */
  open(): Promise<boolean>;
  /** Sends messages in their order per topic and key, after {@link open}. */
  send(messages: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}
