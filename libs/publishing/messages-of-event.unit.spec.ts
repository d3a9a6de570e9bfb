import { describe, expect, it } from 'vitest';
import { CloudEventHeaderBuilder } from '#libs/contracts/cloud-events.js';
import { outMessageFault } from '#libs/contracts/messages/out/out-message-fault.js';
import { endDay, payIn, tradeOf } from '#libs/domain/testing/charged-house.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { noticeOf } from './messages-of-event.js';

describe("an account's part of a settlement cycle", () => {
  it('goes out as it is stored, under its account, without what is for the books alone', () => {
    const play = HousePlay.open({ fees: [{ accountType: 'house', perLot: '0.50' }] });
    payIn(play, 'ALPHA/HOUSE', '5000000.00');
    play.price({ symbol: 'SPX-FUT', price: '5000.00', source: 'X', observedAt: AT });
    tradeOf(play, 'ALPHA/HOUSE', 'BETA/HOUSE', '7');
    endDay(play, '2026-11-20', '5010.25');
    const parts = play.events.filter(({ type }) => type === 'AccountSettled');
    expect(parts).toHaveLength(2);
    for (const event of parts) {
      const payloadText = JSON.stringify(event.payload);
      const sent = noticeOf(CONTEXT, { ...event, payloadText, hash: '' });
      const stored = JSON.parse(payloadText) as Record<string, unknown>;
      const { cyclePosition, journal, ...rest } = stored;
      expect(journal).not.toEqual([]);
      expect(sent?.topic).toBe('ccp.variation-margin');
      expect(sent?.key).toBe(stored['account']);
      expect(sent?.value).toBe(JSON.stringify({ ...rest, position: cyclePosition }));
    }
  });
});

describe('a step of a default', () => {
  it('goes out under the default as the contract has it, without what is for the books alone', () => {
    const house = new HouseOfFive();
    const id = house.lose(1500);
    house.bear(id);
    const steps = house.play.events.filter(({ type }) => type === 'DefaultStepTaken');
    expect(steps.length).toBeGreaterThan(8);
    for (const event of steps) {
      const sent = noticeOf(CONTEXT, {
        ...event,
        payloadText: JSON.stringify(event.payload),
        hash: '',
      });
      expect(sent).toMatchObject({ topic: 'ccp.default-waterfall', key: id });
      const message = JSON.parse(String(sent?.value)) as Record<string, unknown>;
      expect(outMessageFault('default-waterfall', message)).toBeUndefined();
      expect(message).not.toHaveProperty('journal');
      expect(message['position']).toBe(event.position);
    }
  });

  it('is only known to the ledger while it is a proposal', () => {
    const house = new HouseOfFive();
    house.ask({ type: 'DECLARE_DEFAULT', member: 'A', reason: 'INSOLVENCY' });
    const proposed = house.play.events.find(({ type }) => type === 'DefaultProposed');
    expect(proposed).toBeDefined();
    if (proposed)
      expect(noticeOf(CONTEXT, { ...proposed, payloadText: '{}', hash: '' })).toBeUndefined();
  });
});

const CONTEXT = {
  ledgerId: 'main',
  topicPrefix: 'ccp',
  headers: new CloudEventHeaderBuilder('main'),
};
const AT = '2026-11-20T14:00:00.000Z';
