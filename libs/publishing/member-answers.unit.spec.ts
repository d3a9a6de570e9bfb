import { expect, it } from 'vitest';
import { endDay } from '#libs/domain/testing/charged-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { limitedDocument } from '#libs/domain/testing/limited-document.js';
import { memberAnswersOf } from './member-answers.js';

const [ALPHA, GAMMA] = ['ALPHA/HOUSE', 'GAMMA/HOUSE'] as const;

/** What is decided, and told, when ALPHA moves nine lots to GAMMA, which may have three. */
function refused(): { event: unknown; told: object[] } {
  const play = HousePlay.open(limitedDocument({ [GAMMA]: { maxLots: { 'SPX-FUT': 3 } } }));
  play.price(price());
  play.trade(trade({ quantity: '9' }));
  endDay(play, '2026-11-20', '5000.00');
  const instruction = {
    type: 'TRANSFER_POSITION',
    member: 'ALPHA',
    instructionId: 'P',
    account: ALPHA,
    toAccount: GAMMA,
    instrument: 'SPX-FUT',
    quantity: '9',
    requestedAt: '2026-11-20T22:00:00.000Z',
  } as const;
  const [event] = play.batch([{ kind: 'member', instruction }]);
  if (!event) throw new Error('nothing was decided');
  const payloadText = JSON.stringify(event.payload);
  const answers = memberAnswersOf({ ...event, payloadText, hash: '' });
  return { event: event.payload, told: answers.map(({ member, value }) => ({ member, ...value })) };
}

it("the figures of another member's limit that stands against lots are not told with the refusal", () => {
  const { event, told } = refused();
  const refusal = { member: 'ALPHA', code: 'LIMIT_EXCEEDED', instructionId: 'P' };
  expect(event).toMatchObject({ ...refusal, limit: { holder: GAMMA, allowed: '3' } });
  expect(told).toMatchObject([refusal]);
  expect(told[0]).not.toHaveProperty('limit');
});
