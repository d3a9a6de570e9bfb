import { expect, it } from 'vitest';
import type { EventPayloads } from '#libs/domain/events/event-catalogue.js';
import { memberAnswersOf } from './member-answers.js';

/** What ALPHA is told of a refusal by a limit. */
function told(holder: string): object[] {
  const payload: EventPayloads['MemberMessageRejected'] = {
    member: 'ALPHA',
    instructionId: 'P',
    messageType: 'TRANSFER_POSITION',
    code: 'LIMIT_EXCEEDED',
    reason: 'beyond a limit',
    limit: { holder, limit: 'maxLots', allowed: '3', now: '0', would: '9', passes: '3' },
  };
  const event = {
    type: 'MemberMessageRejected',
    position: 1,
    payloadText: JSON.stringify(payload),
  };
  return memberAnswersOf(event as Parameters<typeof memberAnswersOf>[0]).map(({ value }) => value);
}

it('the figures of a limit are told with a refusal to whose limit it is, and to nobody else', () => {
  const refusal = { code: 'LIMIT_EXCEEDED', instructionId: 'P', status: 'REJECTED' };
  for (const own of ['ALPHA', 'ALPHA/HOUSE'])
    expect(told(own)).toMatchObject([{ ...refusal, limit: { holder: own, now: '0' } }]);
  for (const other of ['GAMMA', 'GAMMA/HOUSE', 'ALPHA2/HOUSE']) {
    expect(told(other)).toMatchObject([refusal]);
    expect(told(other)[0]).not.toHaveProperty('limit');
  }
});
