import type { DefaultStep } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';

/** A step of a default as an event; all of one default are in one stream. */
export const stepEvent = (payload: DefaultStep): NewEvent => ({
  type: 'DefaultStepTaken',
  streamId: `default/${payload.defaultId}`,
  payload,
});
