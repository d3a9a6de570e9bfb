import { beforeEach, describe, expect, it } from 'vitest';
import type { FundingAccrued } from '#libs/domain/events/funding-events.js';
import { nextDeadlineMs } from '#libs/domain/house/due.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import {
  A,
  at,
  B,
  C,
  D,
  exampleTrades,
  fundedDocument,
  fundedHouse,
  indexInput,
  markInput,
  tradeInput,
} from '#libs/domain/testing/funded-house.js';

const accrued = (play: HousePlay): FundingAccrued[] => play.of('FundingAccrued');

/** Index 61,234.57 and the positions of worked example f, at a rate of 3 basis points. */
function exampleDay(changes = {}): HousePlay {
  const play = fundedHouse(changes, { cap: '0.0003' });
  play.batch([indexInput('61234.57', '08:00:00'), markInput('61300', '08:00:00')]);
  play.batch(exampleTrades('09:00:00'));
  return play;
}

const apply = (play: HousePlay, funding: object | undefined, time: string): void => {
  const document = referenceDocument(fundedDocument({}, funding));
  if (funding === undefined)
    for (const instrument of document['instruments'] as Record<string, unknown>[])
      delete instrument['funding'];
  play.command({ type: 'APPLY_REFERENCE_DATA', document }, at(time));
};

const EXAMPLE_AMOUNTS = [
  { account: A, amount: '-0.13' },
  { account: B, amount: '0.06' },
  { account: C, amount: '0.05' },
  { account: D, amount: '0.02' },
];

describe('a funding interval', () => {
  let play: HousePlay;
  beforeEach(() => {
    play = exampleDay();
  });

  it('pays A -13, B 6, C 5 and D 2 cents in worked example f', () => {
    play.batch([markInput('61280', '16:00:00')]);
    expect(accrued(play)).toEqual([
      {
        instrument: 'BTC-PERP',
        intervalStart: at('08:00:00'),
        intervalEnd: at('16:00:00'),
        currency: 'USD',
        // 65.43 / 61234.57
        premium: '0.001068514076',
        rate: '0.000300000000',
        index: '61234.57',
        amounts: EXAMPLE_AMOUNTS,
      },
    ]);
  });

  it('is decided when the ledger shows that it has ended, before what showed it', () => {
    play.batch([tradeInput(D, A, 100, '15:59:59')]);
    expect(accrued(play)).toEqual([]);
    const events = play.batch([tradeInput(B, A, 1000, '16:00:00')]);
    expect(events.map(({ type }) => type)).toEqual(['FundingAccrued', 'TradeNovated']);
    expect(accrued(play)[0]?.amounts).toContainEqual({ account: D, amount: '-1.82' });
  });

  it('is a deadline of the ledger, on a wall clock without any message', () => {
    expect(nextDeadlineMs(play.house)).toBe(Date.parse(at('16:00:00')));
    const wall = fundedHouse({ clock: 'wall' });
    wall.wallClockMs = Date.parse(at('09:00:00'));
    wall.batch([indexInput('60000', '09:00:00'), markInput('60030', '09:00:00')]);
    wall.batch(exampleTrades('09:00:00'));
    wall.wallClockMs = Date.parse(at('16:00:01'));
    expect(wall.batch([]).map(({ type }) => type)).toEqual(['FundingAccrued']);
    expect(accrued(wall)[0]).toMatchObject({ premium: '0.000500000000', rate: '0.000100000000' });
  });

  it('that was missed is decided late, one by one, with the last prices and the positions now', () => {
    play.batch([markInput('61290', '39:00:00')]);
    expect(accrued(play).map(({ intervalEnd }) => intervalEnd)).toEqual(
      ['16:00:00', '24:00:00', '32:00:00'].map(at),
    );
    for (const { amounts, premium } of accrued(play)) {
      expect(amounts).toEqual(EXAMPLE_AMOUNTS);
      expect(premium).toBe('0.001068514076');
    }
    expect(play.house.funding.accrued.get(A)?.get('BTC-PERP')).toBe(-39n);
  });

  it('pays nothing for a position that was opened and closed inside it', () => {
    play.batch([tradeInput(D, A, 1000, '10:00:00'), tradeInput(A, D, 1000, '11:00:00')]);
    play.batch([markInput('61280', '16:00:00')]);
    expect(accrued(play)[0]?.amounts).toEqual(EXAMPLE_AMOUNTS);
  });

  it('is paid whole by who holds at its end, and not at all by who closed before', () => {
    play.batch([tradeInput(D, A, 7, '15:59:59'), markInput('61280', '16:00:00')]);
    const accounts = accrued(play)[0]?.amounts.map(({ account }) => account);
    expect(accounts).toEqual([B, C, D]);
  });

  it('takes a premium of prices from before it when nothing comes in it', () => {
    const late = fundedHouse();
    late.batch([indexInput('10000', '09:00:00'), markInput('10010', '09:00:00')]);
    late.price(price({ observedAt: at('17:00:00') }));
    late.price(price({ observedAt: at('24:00:00') }));
    expect(accrued(late).map(({ premium }) => premium)).toEqual([
      '0.001000000000',
      '0.001000000000',
    ]);
  });

  it.each([
    ['an index', [markInput('61280', '08:00:00')], ['BTCUSD']],
    ['a mark', [indexInput('61280', '08:00:00')], ['BTC-PERP']],
    ['any price', [], ['BTC-PERP', 'BTCUSD']],
    [
      'an index above zero',
      [indexInput('0', '08:00:00'), markInput('61280', '08:00:00')],
      ['BTCUSD'],
    ],
  ])('without %s pays nothing and says so', (_, prices, missing) => {
    const blind = fundedHouse();
    blind.batch([...prices, ...exampleTrades('09:00:00')]);
    blind.price(price({ observedAt: at('16:00:00') }));
    const interval = { intervalStart: at('08:00:00'), intervalEnd: at('16:00:00') };
    const perpetual = { instrument: 'BTC-PERP', currency: 'USD' };
    expect(accrued(blind)).toEqual([{ ...perpetual, ...interval, missing, amounts: [] }]);
    expect(blind.house.funding.accrued.size).toBe(0);
  });

  it('of a perpetual that has had neither price nor trade is not kept at all', () => {
    const idle = fundedHouse();
    idle.price(price({ observedAt: at('09:00:00') }));
    idle.price(price({ observedAt: at('39:00:00') }));
    expect(accrued(idle)).toEqual([]);
    expect(idle.house.funding.intervals.size).toBe(0);
  });

  it('asks for a look at the accounts that it brings something, and at no others', () => {
    play.batch([tradeInput(D, A, 7, '15:00:00')]);
    play.evaluate();
    play.house.attention.accounts.clear();
    play.price(price({ observedAt: at('16:00:00') }));
    expect(accrued(play)).toHaveLength(1);
    expect([...play.house.attention.accounts].sort()).toEqual([B, C, D]);
  });
});

describe('the terms of funding', () => {
  it('count from when they change: the interval that runs is paid by the new ones', () => {
    const play = exampleDay();
    apply(play, { cap: '0.0001' }, '12:00:00');
    play.batch([markInput('61280', '16:00:00')]);
    expect(accrued(play)[0]).toMatchObject({ premium: '0.001068514076', rate: '0.000100000000' });
  });

  it('with another length of intervals end the running one where one of that length ends', () => {
    const play = exampleDay();
    apply(play, { intervalHours: 1 }, '09:30:00');
    play.batch([markInput('61280', '11:00:00')]);
    apply(play, { intervalHours: 24 }, '11:30:00');
    play.batch([markInput('61280', '24:00:00')]);
    const intervals = accrued(play).map(({ intervalStart, intervalEnd }) => [
      intervalStart,
      intervalEnd,
    ]);
    expect(intervals).toEqual(
      [
        ['08:00:00', '10:00:00'],
        ['10:00:00', '11:00:00'],
        ['11:00:00', '24:00:00'],
      ].map((pair) => pair.map(at)),
    );
  });

  it('taken away end it without a payment, and what had accrued is still owed', () => {
    const play = exampleDay();
    play.batch([markInput('61280', '16:00:00')]);
    apply(play, undefined, '17:00:00');
    play.batch([markInput('61280', '39:00:00')]);
    expect(accrued(play)).toHaveLength(1);
    expect(play.house.funding.accrued.get(A)?.get('BTC-PERP')).toBe(-13n);
    apply(play, {}, '39:30:00');
    play.batch([markInput('61280', '40:00:00')]);
    expect(accrued(play)[1]).toMatchObject({
      intervalStart: at('32:00:00'),
      rate: '0.000241901184',
    });
  });
});
