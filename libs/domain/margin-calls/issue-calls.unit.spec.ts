import { describe, expect, it } from 'vitest';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import { evaluationAt } from '#libs/domain/testing/evaluation.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price } from '#libs/domain/testing/inputs.js';
import { workedExampleG } from '#libs/domain/testing/worked-example-g.js';
import { issueCalls } from './issue-calls.js';

const ALPHA = 'ALPHA/HOUSE';
const POLICY = {
  minimumTransferAmount: '100000.00',
  rounding: '10000.00',
  threshold: '0.00',
  intradayTrigger: '1.10',
  coalesceSeconds: 300,
  dueMinutes: 60,
};

/** The calls of an account at a requirement, in major units. */
function callsAt(play: HousePlay, requirement: string, afterCycle = true): MarginCallContent[] {
  const requirementMinor = BigInt(requirement.replace('.', ''));
  const events = issueCalls(
    play.house,
    evaluationAt(play.house, ALPHA, requirementMinor),
    afterCycle,
    0,
  );
  return events.map((event) => event.payload as MarginCallContent);
}

const amountsAt = (play: HousePlay, requirement: string, afterCycle = true): string[] =>
  callsAt(play, requirement, afterCycle).map(({ amount }) => amount);

/** A house in which the account holds so much cash. */
function withCash(quantity: string, policy: Record<string, unknown> = {}): HousePlay {
  const play = HousePlay.open({ marginCalls: { ...POLICY, ...policy } });
  play.collateral(deposit({ quantity }));
  play.price(price());
  return play;
}

describe('worked example g', () => {
  const play = workedExampleG();

  it('a deficit of 92,279.40 is below the minimum transfer amount: no call', () => {
    expect(amountsAt(play, '6400000.00')).toEqual([]);
  });

  it('a deficit of 692,279.40 is called with 700,000.00', () => {
    expect(callsAt(play, '7000000.00')).toEqual([
      {
        callId: 'main-000001',
        account: ALPHA,
        member: 'ALPHA',
        status: 'ISSUED',
        currency: 'USD',
        amount: '700000.00',
        outstanding: '700000.00',
        requirement: '7000000.00',
        unsettled: '0.00',
        collateralValue: '6307720.60',
        reason: 'REQUIREMENT_ABOVE_COLLATERAL',
        issuedAt: '2026-11-20T14:00:00.000Z',
        dueAt: '2026-11-20T15:00:00.000Z',
        position: play.house.position,
      },
    ]);
  });
});

describe('the minimum transfer amount, the rounding and the threshold', () => {
  it.each([
    ['1099999.99', []],
    ['1100000.00', ['100000.00']],
    ['1100000.01', ['110000.00']],
    ['1110000.00', ['110000.00']],
    ['1000000.00', []],
    ['500000.00', []],
  ])('at 1,000,000.00 of cash and a requirement of %s calls %j', (requirement, amounts) => {
    expect(amountsAt(withCash('1000000.00'), requirement)).toEqual(amounts);
  });

  it('the threshold is taken off the deficit before it is compared and called', () => {
    const play = withCash('1000000.00', { threshold: '50000.00' });
    expect(amountsAt(play, '1149999.99')).toEqual([]);
    expect(amountsAt(play, '1150000.00')).toEqual(['100000.00']);
  });

  it('without a minimum every deficit is called after a cycle, and none where there is none', () => {
    const play = withCash('1000000.00', { minimumTransferAmount: '0.00', rounding: '0.01' });
    expect(amountsAt(play, '1000000.00')).toEqual([]);
    expect(amountsAt(play, '1000000.01')).toEqual(['0.01']);
  });
});

describe('between cycles', () => {
  const small = { minimumTransferAmount: '0.00', rounding: '0.01' };

  it('a call goes out only when the exposure is above 110 % of counted collateral', () => {
    const play = withCash('1000000.00', small);
    expect(amountsAt(play, '1100000.00', false)).toEqual([]);
    expect(amountsAt(play, '1100000.01', false)).toEqual(['100000.01']);
    expect(amountsAt(play, '1100000.00', true)).toEqual(['100000.00']);
  });

  it('or when the deficit reaches the trigger amount', () => {
    const play = withCash('1000000.00', { ...small, intradayTriggerAmount: '50000.00' });
    expect(amountsAt(play, '1049999.99', false)).toEqual([]);
    expect(amountsAt(play, '1050000.00', false)).toEqual(['50000.00']);
  });

  it('with nothing counted any exposure of the minimum is above the ratio', () => {
    expect(amountsAt(withCash('0.01'), '100000.01', false)).toEqual(['100000.00']);
  });

  it('without a time on the clock of the ledger nothing is called: there is no due time', () => {
    const play = HousePlay.open();
    expect(amountsAt(play, '1000000.00')).toEqual([]);
  });
});
