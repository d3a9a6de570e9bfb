import { beforeEach, describe, expect, it } from 'vitest';
import type { TradeSubmission } from '#libs/domain/inputs/inputs.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { overdueAccount } from '#libs/domain/testing/overdue-account.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { tradeFingerprint } from './trade-fingerprint.js';

/** What each fault of a trade is answered with, in the order in which the contract lists the codes. */
const FAULTS: readonly (readonly [string, string, Partial<TradeSubmission>])[] = [
  ['UNKNOWN_INSTRUMENT', 'instrument', { instrument: 'NO-SUCH' }],
  ['INSTRUMENT_NOT_OPEN', 'instrument', { instrument: 'UNMARGINED' }],
  ['UNKNOWN_ACCOUNT', 'seller', { seller: 'NOBODY/HOUSE' }],
  ['SAME_ACCOUNT', 'seller', { buyer: 'BETA/HOUSE', seller: 'BETA/HOUSE' }],
  ['ACCOUNT_RESTRICTED', 'buyer', { buyer: 'GAMMA/HOUSE' }],
  ['MEMBER_SUSPENDED', 'seller', { seller: 'DELTA/HOUSE' }],
  ['INVALID_QUANTITY', 'quantity', { quantity: '1.5' }],
  ['LIMIT_EXCEEDED', 'quantity', { quantity: '41', seller: 'BETA/SMALL' }],
  ['PRICE_OFF_TICK', 'price', { price: '5000.30' }],
  ['PRICE_OUT_OF_BAND', 'price', { price: '5350.25' }],
];

function answer(play: HousePlay, given: Partial<TradeSubmission>): unknown {
  const [event] = play.trade(trade({ tradeId: `T-${play.events.length}`, ...given }));
  return event?.payload;
}

let play: HousePlay;

beforeEach(() => {
  play = HousePlay.open();
  play.price(price());
});

describe('a trade is refused with the code of its fault, the field and what to mend', () => {
  it.each(FAULTS.filter(([code]) => code !== 'ACCOUNT_RESTRICTED'))('%s', (code, field, given) => {
    expect(answer(play, given)).toMatchObject({ code, field });
    expect(play.house.trading.holdings.size).toBe(0);
  });

  it('ACCOUNT_RESTRICTED', () => {
    play = overdueAccount('GAMMA/HOUSE');
    expect(answer(play, { buyer: 'GAMMA/HOUSE' })).toMatchObject({
      code: 'ACCOUNT_RESTRICTED',
      field: 'buyer',
      reason: expect.stringContaining('pay the call first') as string,
    });
  });
});

describe('where several codes apply it is the first in the order of the contract', () => {
  const pairs = FAULTS.flatMap((first, i) =>
    FAULTS.slice(i + 1).flatMap((second) => {
      const both = { ...second[2], ...first[2] };
      const names = Object.keys(second[2]);
      // The faults of one field cannot be had together, but for those of the two accounts.
      const apart = names.every(
        (name) => both[name as keyof typeof both] === second[2][name as 'price'],
      );
      return apart ? [[first[0], second[0], both] as const] : [];
    }),
  );

  it.each(pairs.filter(([first]) => first !== 'ACCOUNT_RESTRICTED'))(
    '%s before %s',
    (first, _, both) => {
      play = overdueAccount('GAMMA/HOUSE');
      expect(answer(play, both)).toMatchObject({ code: first });
    },
  );

  it.each(pairs.filter(([first]) => first === 'ACCOUNT_RESTRICTED'))(
    '%s before %s, where the quantity says what the trade would do',
    (first, second, both) => {
      play = overdueAccount('GAMMA/HOUSE');
      const code = second === 'INVALID_QUANTITY' ? second : first;
      expect(answer(play, both)).toMatchObject({ code });
    },
  );

  it('all faults at once are told one by one, in their order', () => {
    play = overdueAccount('GAMMA/HOUSE');
    const given = {
      instrument: 'NO-SUCH',
      buyer: 'NOBODY/HOUSE',
      seller: 'NOBODY/HOUSE',
      quantity: '0',
      price: '9999.99',
    };
    const mends: Partial<TradeSubmission>[] = [
      {},
      { instrument: 'UNMARGINED' },
      { instrument: 'SPX-FUT' },
      { buyer: 'GAMMA/HOUSE', seller: 'GAMMA/HOUSE' },
      { seller: 'DELTA/HOUSE' },
      { seller: 'BETA/SMALL' },
      { quantity: '41' },
      { buyer: 'ALPHA/HOUSE' },
      { quantity: '3' },
      { price: '9999.75' },
      { price: '5350.00' },
    ];
    let submission = given;
    const codes = mends.map((mend) => {
      submission = { ...submission, ...mend };
      return (answer(play, submission) as { code?: string }).code;
    });
    expect(codes).toEqual([
      'UNKNOWN_INSTRUMENT',
      'INSTRUMENT_NOT_OPEN',
      'UNKNOWN_ACCOUNT',
      'SAME_ACCOUNT',
      'MEMBER_SUSPENDED',
      'INVALID_QUANTITY',
      'ACCOUNT_RESTRICTED',
      'LIMIT_EXCEEDED',
      'PRICE_OFF_TICK',
      'PRICE_OUT_OF_BAND',
      undefined,
    ]);
  });
});

describe('a price off its tick is refused with the two nearest that would do', () => {
  it.each([
    ['5010.30', '5010.25', '5010.50'],
    ['5010.2500001', '5010.25', '5010.50'],
    ['-0.10', '-0.25', '0.00'],
    ['0.1', '0.00', '0.25'],
    ['-5010.30', '-5010.50', '-5010.25'],
  ])('%s between %s and %s', (off, below, above) => {
    expect(answer(play, { price: off })).toMatchObject({
      code: 'PRICE_OFF_TICK',
      reason: `price ${off} is not a multiple of the tick size 0.25; the nearest are ${below} and ${above}`,
    });
  });

  it('a price beyond exact ticks is INVALID_FIELD, whatever its decimals', () => {
    expect(answer(play, { price: '9007199254740993.00' })).toMatchObject({
      code: 'INVALID_FIELD',
      field: 'price',
    });
  });
});

describe('a price may be zero or negative', () => {
  it.each(['0', '0.00', '-0.00', '-37.63', '-0.01'])('%s is novated', (given) => {
    expect(answer(play, { instrument: 'OIL-FUT', price: given })).toMatchObject({ price: given });
    expect(play.of('TradeRejected')).toEqual([]);
  });
});

describe('a quantity is whole lots from 1 to 1,000,000,000', () => {
  it.each([
    ['1', '1'],
    ['10', '10'],
    ['10.0', '10'],
    ['10.000000', '10'],
    ['1000000000', '1000000000'],
    ['1000000000.00', '1000000000'],
  ])('%s is %s lots', (quantity, lots) => {
    // At a price of zero, ten per cent of which is nothing, no position is too large to be margined.
    const given = { quantity, instrument: 'OIL-FUT', price: '0.00' };
    expect(answer(play, given)).toMatchObject({ quantity: lots });
    expect(play.house.trading.holdings.get('ALPHA/HOUSE')?.get('OIL-FUT')?.lots).toBe(Number(lots));
  });

  it.each(['0', '0.0', '-1', '1.5', '0.9999999999', '1000000001', '10000000000000000000000'])(
    '%s is refused',
    (quantity) => {
      expect(answer(play, { quantity })).toMatchObject({ code: 'INVALID_QUANTITY' });
    },
  );
});

describe('the price band of an underlying', () => {
  it('counts from the last accepted price, its edges included', () => {
    expect(answer(play, { price: '5350.00' })).not.toHaveProperty('code');
    expect(answer(play, { price: '4650.00' })).not.toHaveProperty('code');
    expect(answer(play, { price: '5350.25' })).toMatchObject({
      code: 'PRICE_OUT_OF_BAND',
      reason:
        'price 5350.25 lies outside the band of 7 % or 1.00 points around the last accepted price 5000.00',
    });
    expect(answer(play, { price: '4649.75' })).toMatchObject({ code: 'PRICE_OUT_OF_BAND' });
  });

  it('is the wider of the relative and the absolute one, also around negative prices', () => {
    play.price(price({ price: '-2.00' }));
    expect(answer(play, { price: '-3.00' })).not.toHaveProperty('code');
    expect(answer(play, { price: '-1.00' })).not.toHaveProperty('code');
    expect(answer(play, { price: '-0.75' })).toMatchObject({ code: 'PRICE_OUT_OF_BAND' });
    play.price(price({ price: '-100.00' }));
    expect(answer(play, { price: '-107.00' })).not.toHaveProperty('code');
    expect(answer(play, { price: '-107.25' })).toMatchObject({ code: 'PRICE_OUT_OF_BAND' });
  });

  it('compares with nothing where there is no accepted price, and moves with prices, not trades', () => {
    const fresh = HousePlay.open();
    expect(answer(fresh, { price: '5000.00' })).not.toHaveProperty('code');
    expect(answer(fresh, { price: '1.00' })).not.toHaveProperty('code');
  });

  it('counts from a price that came before the trade in the same batch', () => {
    const left = play.batch([
      { kind: 'price', price: price({ price: '6000.00' }) },
      { kind: 'trade', trade: trade({ price: '6000.00' }) },
    ]);
    expect(left.map(({ type }) => type)).toEqual(['PricesObserved', 'TradeNovated']);
  });
});

describe('an instrument is open until its expiry', () => {
  it.each([
    ['2026-12-18T20:59:59.999Z', undefined],
    ['2026-12-18T21:00:00.000Z', 'INSTRUMENT_NOT_OPEN'],
  ])('at %s the answer is %s', (executedAt, code) => {
    const given = answer(play, { executedAt }) as { code?: string };
    expect(given.code).toBe(code);
  });

  it('counts the time of the ledger, which a late message does not turn back', () => {
    play.price(price({ symbol: 'OIL-FUT', observedAt: '2026-12-18T21:00:00.000Z' }));
    expect(answer(play, { executedAt: '2026-12-18T20:00:00.000Z' })).toMatchObject({
      code: 'INSTRUMENT_NOT_OPEN',
      reason: expect.stringContaining('expired at 2026-12-18T21:00:00.000Z') as string,
    });
  });
});

describe('the identity of a trade', () => {
  it('is final once novated: the same content again gets the first answer and changes nothing', () => {
    const [first] = play.trade(trade({ quantity: '10' }));
    const again = trade({ quantity: '10.0', price: '5000' });
    const [repeated] = play.trade(again);
    expect(repeated).toMatchObject({
      type: 'AnswerRepeated',
      payload: { identity: 'trade/XSIM/T-1', position: first?.position },
    });
    expect(play.house.trading.holdings.get('ALPHA/HOUSE')?.get('SPX-FUT')?.lots).toBe(10);
  });

  it.each<Partial<TradeSubmission>>([
    { quantity: '2' },
    { price: '5000.25' },
    { instrument: 'OIL-FUT' },
    { buyer: 'ALPHA/C1' },
    { seller: 'ALPHA/C1' },
    { executedAt: '2026-11-20T14:00:00.001Z' },
    // A conflict is told before any other fault.
    { instrument: 'NO-SUCH' },
  ])('is in conflict with other content: %j', (given) => {
    play.trade(trade());
    const [refused] = play.trade(trade(given));
    expect(refused?.payload).toMatchObject({ code: 'CONFLICTING_DUPLICATE', field: 'tradeId' });
    expect(play.of('TradeNovated')).toHaveLength(1);
  });

  it('is a venue and an id: another venue may use the same id', () => {
    play.trade(trade());
    play.trade(trade({ venue: 'XOTH', quantity: '2' }));
    expect(play.of('TradeNovated')).toHaveLength(2);
  });

  it('is not final when refused: sent again it is judged anew', () => {
    play.trade(trade({ price: '5000.10' }));
    play.trade(trade({ price: '5000.10' }));
    play.trade(trade({ price: '5000.25' }));
    expect(play.events.slice(-3).map(({ type }) => type)).toEqual([
      'TradeRejected',
      'TradeRejected',
      'TradeNovated',
    ]);
  });

  it('knows duplicates of the same batch', () => {
    const one = { kind: 'trade', trade: trade() } as const;
    const other = { kind: 'trade', trade: trade({ quantity: '2' }) } as const;
    expect(play.batch([one, one, other, one]).map(({ type }) => type)).toEqual([
      'TradeNovated',
      'AnswerRepeated',
      'TradeRejected',
      'AnswerRepeated',
    ]);
  });

  it.each([
    ['10', '10.0'],
    ['100', '100.000'],
    ['0', '-0.00'],
    ['0.00', '-0'],
    ['-5.5', '-5.50'],
  ])('takes %s and %s for the same content', (one, other) => {
    expect(tradeFingerprint(trade({ price: one }))).toBe(tradeFingerprint(trade({ price: other })));
  });

  it.each([
    ['10', '100'],
    ['0.1', '0.01'],
    ['5', '-5'],
  ])('takes %s and %s for other content', (one, other) => {
    expect(tradeFingerprint(trade({ price: one }))).not.toBe(
      tradeFingerprint(trade({ price: other })),
    );
  });
});

describe('a refused trade', () => {
  it('does not move the clock of the ledger', () => {
    const before = play.house.ledgerTimeMs;
    play.trade(trade({ price: '5000.10', executedAt: '2026-11-20T19:00:00.000Z' }));
    expect(play.house.ledgerTimeMs).toBe(before);
  });
});

describe('an account with an overdue call', () => {
  it('may trade to reduce its requirement, and not to raise it', () => {
    play = overdueAccount('GAMMA/HOUSE');
    const holding = play.house.trading.holdings.get('GAMMA/HOUSE')?.get('SPX-FUT')?.lots ?? 0;
    expect(holding).toBeGreaterThan(1);
    expect(answer(play, { buyer: 'GAMMA/HOUSE', quantity: '1' })).toMatchObject({
      code: 'ACCOUNT_RESTRICTED',
      field: 'buyer',
    });
    expect(
      answer(play, { buyer: 'BETA/HOUSE', seller: 'GAMMA/HOUSE', quantity: '1' }),
    ).toMatchObject({ quantity: '1' });
    // Through zero to the other side it may go as far as it stood.
    const through = String(2 * (holding - 1) + 1);
    const reversed = { buyer: 'BETA/HOUSE', seller: 'GAMMA/HOUSE' };
    expect(answer(play, { ...reversed, quantity: through })).toMatchObject({
      code: 'ACCOUNT_RESTRICTED',
    });
  });
});
