import { hash } from 'node:crypto';

const DIGITS = 32;

/**
 * Tells a message from any other at the same offset: whether a topic still holds what was read from it,
 * or was deleted and made anew.
 */
export function digestOf(message: {
  readonly timestamp: string;
  readonly value: Buffer | null;
  readonly key: Buffer | null;
}): string {
  const content = Buffer.concat([
    Buffer.from(`${message.timestamp}\n${message.key?.length ?? -1}\n`),
    message.key ?? Buffer.alloc(0),
    message.value ?? Buffer.alloc(0),
  ]);
  return hash('sha256', content, 'hex').slice(0, DIGITS);
}
