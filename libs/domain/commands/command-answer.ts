import type { CommandAnswered, NewEvent } from '#libs/domain/events/event-catalogue.js';

/** The identity of a command: answered once, for ever. */
export const commandIdentityKey = (commandId: string): string => `command/${commandId}`;

/** The event that answers a command and makes its identity final. */
export function commandAnswer(payload: CommandAnswered): NewEvent {
  const identity = commandIdentityKey(payload.commandId);
  return { type: 'CommandAnswered', streamId: identity, identity, payload };
}
