import type { NewEvent } from '#libs/domain/events/event-catalogue.js';

/** The outcome of a command: what it does to the ledger and what its sender is told. */
export interface CommandOutcome {
  readonly events: readonly NewEvent[];
  readonly outcome: 'DONE' | 'REFUSED';
  readonly result: unknown;
}

/** A refused command changes nothing. */
export function refused(result: unknown): CommandOutcome {
  return { events: [], outcome: 'REFUSED', result };
}
