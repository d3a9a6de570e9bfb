import type { MessageBatch } from '#libs/messaging/message-batch.js';
import type { InputKind } from './input-kind.js';

/** What controllers need of the decider. */
export interface DeciderPort {
  /** Takes a batch of messages; resolves when there is room for another. */
  submit<Decoded>(batch: MessageBatch, kind: InputKind<Decoded>): Promise<void>;
}

/** Nest's token of {@link DeciderPort}. */
export const DECIDER = Symbol('decider');
