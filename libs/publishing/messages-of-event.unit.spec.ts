import { describe, expect, it } from 'vitest';
import { CloudEventHeaderBuilder } from '#libs/contracts/cloud-events.js';
import { endDay, payIn, tradeOf } from '#libs/domain/testing/charged-house.js';
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
    const headers = new CloudEventHeaderBuilder('main');
    for (const event of parts) {
      const payloadText = JSON.stringify(event.payload);
      const context = { ledgerId: 'main', topicPrefix: 'ccp', headers };
      const sent = noticeOf(context, { ...event, payloadText, hash: '' });
      const stored = JSON.parse(payloadText) as Record<string, unknown>;
      const { cyclePosition, journal, ...rest } = stored;
      expect(journal).not.toEqual([]);
      expect(sent?.topic).toBe('ccp.variation-margin');
      expect(sent?.key).toBe(stored['account']);
      expect(sent?.value).toBe(JSON.stringify({ ...rest, position: cyclePosition }));
    }
  });
});

const AT = '2026-11-20T14:00:00.000Z';
