import { describe, expect, it } from 'vitest';
import { OUT_SAMPLES } from '../../testing/out-samples.js';
import { TOPICS_OUT, type TopicOut } from '../../topics.js';
import { outMessageFault } from './out-message-fault.js';

describe.each(Object.keys(TOPICS_OUT) as TopicOut[])('a message on %s', (topic) => {
  it('as the contract shows it fits its schema', () => {
    for (const sample of OUT_SAMPLES[topic]) expect(outMessageFault(topic, sample)).toBeUndefined();
  });

  it('does not fit with a field of another kind', () => {
    for (const sample of OUT_SAMPLES[topic]) {
      for (const field of Object.keys(sample)) {
        expect(outMessageFault(topic, { ...sample, [field]: true }), field).toBeDefined();
      }
    }
  });
});

describe('a message on ledger', () => {
  const [event] = OUT_SAMPLES.ledger;

  it('has the payload of its event type', () => {
    const changed = { ...event, payload: { identity: 'trade/XSIM/X-1' } };
    expect(outMessageFault('ledger', changed)).toMatch(/event AnswerRepeated.*position/);
  });

  it('is of a type that the catalogue has', () => {
    expect(outMessageFault('ledger', { ...event, type: 'toString' })).toMatch(/toString is not/);
  });
});
