import { describe, expect, it } from 'vitest';
import { fold, HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import {
  afterSeconds,
  calledAccount,
  callLines,
  closeOut,
  pay,
  priceAt,
} from '#libs/domain/testing/called-account.js';
import {
  referenceDocument,
  type DocumentChanges,
} from '#libs/domain/testing/reference-document.js';
import { nextDueMs } from './due-calls.js';

const afterMinutes = (minutes: number): string => afterSeconds(minutes * 60);

const minutes = (reminder: number, due: number, escalation: number): DocumentChanges => ({
  marginCalls: { reminderMinutes: reminder, dueMinutes: due, escalationMinutes: escalation },
});

/** What time did to calls: what happened, to which, and with which status. */
const spoken = (play: HousePlay): string[] =>
  play.events.flatMap(({ type, payload }) => {
    if (!['MarginCallReminded', 'MarginCallOverdue', 'MarginCallEscalated'].includes(type))
      return [];
    const { callId, status } = payload as { callId: string; status: string };
    return [`${type.slice('MarginCall'.length)} ${callId} ${status}`];
  });

const TIMELINE = [
  'Reminded main-000001 ISSUED',
  'Overdue main-000001 OVERDUE',
  'Escalated main-000001 OVERDUE',
];

describe('the timeline of a call (margin-model.md g.5)', () => {
  it('reminds after 30 minutes, is overdue after 60 and escalates after 90, not a millisecond before', () => {
    const play = calledAccount();
    for (const [i, at] of [30, 60, 90].entries()) {
      priceAt(play, new Date(Date.parse(afterMinutes(at)) - 1).toISOString());
      expect(spoken(play)).toEqual(TIMELINE.slice(0, i));
      priceAt(play, afterMinutes(at));
      expect(spoken(play)).toEqual(TIMELINE.slice(0, i + 1));
    }
  });

  it('says each once, however long the call stays open', () => {
    const play = calledAccount();
    for (let at = 0; at <= 3 * 1440; at += 20) {
      priceAt(play, afterMinutes(at));
      play.evaluate();
    }
    expect(spoken(play)).toEqual(TIMELINE);
    expect(nextDueMs(play.house)).toBeUndefined();
  });

  it('repeats the call as it is, with the notice', () => {
    const play = calledAccount();
    priceAt(play, afterMinutes(30));
    const [issued] = play.of('MarginCallIssued');
    expect(play.of('MarginCallReminded')).toEqual([{ ...issued, notice: 'REMINDER' }]);
    pay(play, '100000.00');
    priceAt(play, afterMinutes(90));
    const [overdue] = play.of('MarginCallOverdue');
    expect(overdue).toEqual({ ...issued, status: 'OVERDUE', outstanding: '300000.00' });
    expect(play.of('MarginCallEscalated')).toEqual([
      { ...overdue, notice: 'ESCALATED', escalatedAt: afterMinutes(90) },
    ]);
  });

  it('that a call was escalated, and when, stays with it to its end', () => {
    const play = calledAccount();
    priceAt(play, afterMinutes(90));
    const escalatedAt = afterMinutes(90);
    pay(play, '100000.00');
    expect(play.of('MarginCallPaid')).toMatchObject([{ status: 'OVERDUE', escalatedAt }]);
    play.command({ type: 'CANCEL_CALL', callId: 'main-000001', reason: 'agreed' });
    expect(play.of('MarginCallCancelled')).toMatchObject([{ escalatedAt }]);
  });

  it('what one event says of a call is not said by the next ones', () => {
    const play = calledAccount();
    priceAt(play, afterMinutes(90));
    pay(play, '100000.00');
    expect(play.of('MarginCallPaid')[0]).not.toHaveProperty('notice');
    play.command({ type: 'CANCEL_CALL', callId: 'main-000001', reason: 'agreed' });
    for (const name of ['notice', 'paid', 'instructionId'])
      expect(play.of('MarginCallCancelled')[0]).not.toHaveProperty(name);
  });

  it.each([
    ['met', (play: HousePlay) => pay(play, '400000.00')],
    [
      'cancelled',
      (play: HousePlay) =>
        void play.command({ type: 'CANCEL_CALL', callId: 'main-000001', reason: 'agreed' }),
    ],
  ])('is silent about a call that was %s', (_how, end) => {
    const early = calledAccount();
    end(early);
    priceAt(early, afterMinutes(90));
    expect(spoken(early)).toEqual([]);
    const late = calledAccount();
    priceAt(late, afterMinutes(60));
    end(late);
    priceAt(late, afterMinutes(90));
    expect(spoken(late)).toEqual(TIMELINE.slice(0, 2));
  });

  it('after a time without a clock catches up, once and in order', () => {
    const play = calledAccount();
    priceAt(play, afterMinutes(600));
    expect(spoken(play)).toEqual(TIMELINE);
  });

  it('after such a time does not escalate what was no longer required when it was due', () => {
    const play = calledAccount();
    closeOut(play);
    priceAt(play, afterMinutes(600));
    expect(spoken(play)).toEqual(TIMELINE.slice(0, 1));
    expect(callLines(play)).toEqual(['CANCELLED 400000.00 400000.00']);
  });

  it('catches up over several calls in the order of the times', () => {
    const play = calledAccount({ marginCalls: { reminderMinutes: 30, escalationMinutes: 90 } });
    const changed = referenceDocument(minutes(2, 20, 50));
    play.command({ type: 'APPLY_REFERENCE_DATA', document: JSON.parse(JSON.stringify(changed)) });
    priceAt(play, afterMinutes(29), '4880.00');
    play.evaluate();
    expect(spoken(play)).toEqual([]);
    priceAt(play, afterMinutes(600), '4880.00');
    expect(spoken(play).map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual([
      'Reminded main-000001', // after 30 minutes
      'Reminded main-000002', // 31
      'Overdue main-000002', // 49
      'Overdue main-000001', // 60
      'Escalated main-000002', // 79
      'Escalated main-000001', // 90
    ]);
  });

  it('goes on after a restart as if there had been none', () => {
    const play = calledAccount();
    priceAt(play, afterMinutes(40));
    play.restart(fold('main', play.events));
    priceAt(play, afterMinutes(95));
    expect(spoken(play)).toEqual(TIMELINE);
  });

  it('passes on a wall clock by itself', () => {
    const play = HousePlay.open({ clock: 'wall' });
    play.wallClockMs = Date.parse(afterMinutes(0));
    play.price(price());
    play.trade(trade({ quantity: '20', seller: 'ALPHA/C1' }));
    play.evaluate();
    play.command({ type: 'CANCEL_CALL', callId: 'main-000001', reason: 'of the other side' });
    for (const [i, at] of [30, 60, 90].entries()) {
      play.wallClockMs = Date.parse(afterMinutes(at));
      play.batch([]);
      const second = TIMELINE.map((each) => each.replace('000001', '000002'));
      expect(spoken(play)).toEqual(second.slice(0, i + 1));
    }
  });
});

describe('settings of the timeline', () => {
  it('of 0 minutes are at once, in the order reminder, overdue, escalation', () => {
    expect(spoken(calledAccount(minutes(0, 0, 0)))).toEqual(TIMELINE);
    expect(spoken(calledAccount(minutes(0, 60, 90)))).toEqual(TIMELINE.slice(0, 1));
  });

  it('may put the reminder after the due time: what is overdue is reminded of', () => {
    const play = calledAccount(minutes(45, 30, 90));
    priceAt(play, afterMinutes(600));
    expect(spoken(play)).toEqual([
      'Overdue main-000001 OVERDUE',
      'Reminded main-000001 OVERDUE',
      'Escalated main-000001 OVERDUE',
    ]);
  });

  it('escalate nothing before it is overdue', () => {
    const play = calledAccount(minutes(30, 60, 10));
    priceAt(play, new Date(Date.parse(afterMinutes(60)) - 1).toISOString());
    expect(spoken(play)).toEqual(TIMELINE.slice(0, 1));
    priceAt(play, afterMinutes(60));
    expect(spoken(play)).toEqual(TIMELINE);
  });

  it('that change leave open calls with the times of their issue, and count for the next', () => {
    const play = calledAccount();
    const document = JSON.parse(JSON.stringify(referenceDocument(minutes(1, 2, 3)))) as unknown;
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    expect(play.of('CommandAnswered').at(-1)?.outcome).toBe('DONE');
    priceAt(play, afterMinutes(10), '4880.00');
    play.evaluate();
    priceAt(play, afterMinutes(13), '4880.00');
    const second = TIMELINE.map((each) => each.replace('000001', '000002'));
    expect(spoken(play)).toEqual(second);
    priceAt(play, afterMinutes(90), '4880.00');
    expect(spoken(play)).toEqual([...second, ...TIMELINE]);
  });
});

describe('due times are minutes that pass', () => {
  // Clocks of the calendar's zone go back an hour on the one night and forward on the other.
  it.each([
    ['over midnight', '2026-11-20T23:30:00.000Z', '2026-11-21T00:30:00.000Z'],
    ['when clocks go back', '2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'],
    ['when clocks go forward', '2026-03-08T06:30:00.000Z', '2026-03-08T07:30:00.000Z'],
    ['over a leap day', '2028-02-28T23:15:00.000Z', '2028-02-29T00:15:00.000Z'],
  ])('%s', (_when, issuedAt, dueAt) => {
    const play = HousePlay.open({
      instruments: futuresUntil('2028-12-15T21:00:00.000Z'),
      calendar: { timezone: 'America/New_York' },
    });
    play.price(price({ observedAt: issuedAt }));
    play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '50000000.00' }));
    play.trade(trade({ quantity: '20', executedAt: issuedAt }));
    play.evaluate();
    expect(play.of('MarginCallIssued')).toEqual([expect.objectContaining({ issuedAt, dueAt })]);
    play.price(price({ observedAt: new Date(Date.parse(dueAt) - 1).toISOString() }));
    expect(spoken(play)).toEqual(TIMELINE.slice(0, 1));
    play.price(price({ observedAt: dueAt }));
    expect(spoken(play)).toEqual(TIMELINE.slice(0, 2));
  });
});

/** The instruments of the reference document with another expiry. */
function futuresUntil(expiry: string): object[] {
  const instruments = referenceDocument()['instruments'] as { readonly expiry?: string }[];
  return instruments.map((each) => (each.expiry === undefined ? each : { ...each, expiry }));
}
