import type { InputMessage } from '#libs/messaging/message-batch.js';

/** One decoded message and where it came from. */
export interface Input<Decoded> {
  readonly topic: string;
  readonly partition: number;
  readonly message: InputMessage;
  readonly decoded: Decoded;
}

/** `topic/partition/offset`: the cause that is recorded with every event. */
export const causationOf = ({ topic, partition, message }: Input<unknown>): string =>
  `${topic}/${partition}/${message.offset}`;
