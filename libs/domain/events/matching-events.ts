import type { SideContent } from '#libs/domain/inputs/inputs.js';
import type { LimitFigures } from './trade-events.js';

/** A member's side of a bilateral trade was taken: it waits for the other side, or is novated with it at once. */
export interface SideSubmitted extends SideContent {
  /** The end of the business date, on the ledger's clock: it waits until then. */
  readonly expiresAt: string;
  /** The other side was there: the novation follows, and nobody is told of an allegation. */
  readonly isMatched?: true;
}

/** Where two sides differ: each says its own value first. */
export interface SideDifference {
  readonly field: 'quantity' | 'price';
  readonly one: string;
  readonly other: string;
}

/** A side came that looks like the other of a pending one but for these fields; both wait on. */
export interface SidesMismatched {
  /** The side that came. */
  readonly one: SideContent;
  /** The side that was there. */
  readonly other: SideContent;
  readonly differences: readonly SideDifference[];
}

/** Its sender took a side back while it was pending. */
export type SideWithdrawn = SideContent;

/** A side waited until the end of its business date. */
export type SideExpired = SideContent;

/** A pending side met its other side, and its own account could not take the trade on any more. */
export interface SideRefused extends SideContent {
  readonly code: string;
  readonly field?: string;
  readonly reason: string;
  /** The figures of a limit of its own account or member. */
  readonly limit?: LimitFigures;
}

/** A message of a member's own topic was refused; sent again it is judged anew. */
export interface MemberMessageRejected {
  readonly member: string;
  /** One of the two, by which the message is known. */
  readonly sideId?: string;
  readonly instructionId?: string;
  /** As it was sent, where it could be read. */
  readonly messageType?: string;
  readonly code: string;
  readonly field?: string;
  /** A sentence that says what to mend. */
  readonly reason: string;
  /** The figures of a limit of its own account or member. */
  readonly limit?: LimitFigures;
}
