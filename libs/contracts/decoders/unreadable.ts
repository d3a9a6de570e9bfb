import type { ShapeRefusal } from '#libs/domain/inputs/inputs.js';

/** A message that nobody can be answered about: it goes to quarantine. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: string;
}

export function unreadable(reason: string): Unreadable {
  return { kind: 'unreadable', reason };
}

/** Without an identity there is nobody to answer: the fault goes to quarantine. */
export function withoutIdentity({ reason }: ShapeRefusal): Unreadable {
  return { kind: 'unreadable', reason: `the message has no identity: ${reason}` };
}
