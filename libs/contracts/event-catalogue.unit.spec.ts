import type { EventType } from '#libs/domain/events/event-catalogue.js';
import { describe, expect, it } from 'vitest';
import { EVENT_CATALOGUE } from './event-catalogue.js';
import { EVENT_PAYLOAD_SCHEMAS } from './events/event-payload-schemas.js';
import { eventPayloadFault } from './messages/out/out-message-fault.js';
import type { JsonSchema } from './schema/json-schema.js';
import { EVENT_SAMPLES } from './testing/event-samples.js';
import { TOPICS_OUT } from './topics.js';

const TYPES = Object.keys(EVENT_CATALOGUE) as EventType[];

describe('the event catalogue', () => {
  it('has a payload schema for each of its types and for nothing else', () => {
    expect(Object.keys(EVENT_PAYLOAD_SCHEMAS).toSorted()).toEqual(TYPES.toSorted());
  });

  it('leads to topics that there are', () => {
    for (const type of TYPES) {
      for (const topic of EVENT_CATALOGUE[type].topics) expect(TOPICS_OUT).toHaveProperty(topic);
    }
  });

  it('feeds every outgoing topic but the ledger and the requirements from some event', () => {
    const fed = new Set<string>(TYPES.flatMap((type) => EVENT_CATALOGUE[type].topics));
    const unfed = Object.keys(TOPICS_OUT).filter((topic) => !fed.has(topic));
    expect(unfed).toEqual(['margin-requirements', 'ledger']);
  });
});

describe.each(TYPES)('the payload schema of %s', (type) => {
  const samples: readonly object[] = EVENT_SAMPLES[type];

  it('takes payloads of the type', () => {
    for (const sample of samples) expect(eventPayloadFault(type, sample)).toBeUndefined();
  });

  it('misses each required field and no optional one', () => {
    for (const sample of samples) {
      const { required = [] } = formOf(EVENT_PAYLOAD_SCHEMAS[type], sample);
      for (const field of Object.keys(sample)) {
        const rest = Object.fromEntries(Object.entries(sample).filter(([name]) => name !== field));
        const isMissed = eventPayloadFault(type, rest) !== undefined;
        expect([field, isMissed]).toEqual([field, required.includes(field)]);
      }
    }
  });
});

/** The schema of a payload: of those that come in several forms, the one that its `step` names. */
function formOf(schema: JsonSchema, sample: object): JsonSchema {
  const step = 'step' in sample ? String(sample.step) : '';
  return (
    schema.oneOf?.find(({ properties }) => properties?.['step']?.enum?.includes(step)) ?? schema
  );
}
