import type { DecisionSession } from '#libs/decider/decision-session.js';
import { causationOf, type Input } from '#libs/decider/input.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';

/** The time that a message says of itself. */
export interface SaidTime {
  readonly field: string;
  /** An instant, as it was sent. */
  readonly at: string;
  /** Who is to look at its clock, such as `your`. */
  readonly whose: string;
}

/**
 * Whether the ledger's clock can take a message. One too far ahead of it goes to quarantine; one that lies in
 * the future of a wall clock is refused by what `refuse` makes of the refusal.
 */
export function isInTime(
  session: DecisionSession,
  input: Input<unknown>,
  { field, at, whose }: SaidTime,
  refuse: (refusal: {
    readonly code: 'INVALID_FIELD';
    readonly field: string;
    readonly reason: string;
  }) => NewEvent,
): boolean {
  const time = session.judgeTime(Date.parse(at));
  if (time === 'too-great-a-leap')
    session.quarantine(input, `${field} ${at} is more than 40 days ahead of the ledger's time`);
  else if (time === 'ahead-of-the-clock') {
    const reason = `${field} ${at} lies more than 5 s in the future; check ${whose} clock`;
    session.emit([refuse({ code: 'INVALID_FIELD', field, reason })], causationOf(input));
  } else return true;
  return false;
}
