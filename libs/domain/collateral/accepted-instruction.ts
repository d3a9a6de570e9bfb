import type { EventType, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type {
  CollateralInstruction,
  CollateralInstructionType,
} from '#libs/domain/inputs/inputs.js';

/** The events that say an instruction was carried out, and what type of instruction it was. */
export const ACCEPTED_TYPES = {
  CollateralDeposited: 'DEPOSIT',
  CollateralWithdrawn: 'WITHDRAWAL',
  CollateralRecalled: 'RECALL',
  CollateralSubstituted: 'SUBSTITUTION',
  CollateralTransferred: 'TRANSFER',
  DefaultFundDeposited: 'DEFAULT_FUND_DEPOSIT',
  DefaultFundWithdrawn: 'DEFAULT_FUND_WITHDRAWAL',
} as const satisfies Partial<Record<EventType, CollateralInstructionType>>;

export type AcceptingEventType = keyof typeof ACCEPTED_TYPES;

export type AcceptingEvent = Extract<RecordedEvent, { readonly type: AcceptingEventType }>;

/** Whether an event says that an instruction was carried out. */
export const isAccepting = (event: RecordedEvent): event is AcceptingEvent =>
  Object.hasOwn(ACCEPTED_TYPES, event.type);

/** The content of the instruction that an event carried out. */
export const acceptedInstruction = (event: AcceptingEvent): Partial<CollateralInstruction> => ({
  ...event.payload,
  type: ACCEPTED_TYPES[event.type],
});
