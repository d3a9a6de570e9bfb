import { beforeEach, describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { limitedDocument as limited } from '#libs/domain/testing/limited-document.js';

const ALPHA = 'ALPHA/HOUSE';
const BETA = 'BETA/HOUSE';

let play: HousePlay;

beforeEach(() => {
  play = HousePlay.open(limited({ [ALPHA]: { maxOrderLots: 10, maxLots: { 'SPX-FUT': 15 } } }));
  play.price(price());
});

/** What `lots` bought (above zero) or sold by ALPHA/HOUSE are answered with. */
function answer(lots: number, given = {}): unknown {
  const sides = lots > 0 ? { buyer: ALPHA, seller: BETA } : { buyer: BETA, seller: ALPHA };
  const quantity = String(Math.abs(lots));
  const tradeId = `T-${play.events.length}`;
  const [event] = play.trade(trade({ tradeId, quantity, ...sides, ...given }));
  return event?.payload;
}

const REFUSED = { code: 'LIMIT_EXCEEDED', field: 'quantity' };

const lots = (): number | undefined => play.house.trading.holdings.get(ALPHA)?.get('SPX-FUT')?.lots;

describe('the limit of one trade', () => {
  it.each([10, -10])('lets %i lots pass', (given) => {
    expect(answer(given)).not.toHaveProperty('code');
  });

  it.each([11, -11])('refuses %i lots of either side, with the figures', (given) => {
    expect(answer(given)).toMatchObject({
      ...REFUSED,
      reason:
        '11 lots are more than the 10 that ALPHA/HOUSE may trade at once (maxOrderLots); send a smaller trade',
      limit: {
        holder: ALPHA,
        limit: 'maxOrderLots',
        allowed: '10',
        would: '11',
        passes: '10',
      },
    });
    expect(play.house.trading.holdings.size).toBe(0);
  });

  it('counts in every instrument, and to reduce too', () => {
    answer(10);
    answer(5);
    expect(answer(-11)).toMatchObject(REFUSED);
    expect(answer(11, { instrument: 'OIL-FUT', price: '20.00' })).toMatchObject(REFUSED);
  });

  it('of nought lets nothing pass', () => {
    play = HousePlay.open(limited({ [BETA]: { maxOrderLots: 0 } }));
    expect(answer(1)).toMatchObject(REFUSED);
  });
});

describe('the limit of a position', () => {
  it.each([1, -1])('counts the lots after the trade, long and short (%i)', (side) => {
    answer(10 * side);
    expect(answer(6 * side)).toMatchObject({
      ...REFUSED,
      reason:
        'the trade would bring ALPHA/HOUSE beyond its limit of lots of SPX-FUT, long or short (maxLots); 5 lots would keep to it',
      limit: {
        holder: ALPHA,
        limit: 'maxLots',
        allowed: '15',
        now: '10',
        would: '16',
        passes: '5',
      },
    });
    expect(answer(5 * side)).not.toHaveProperty('code');
    expect(lots()).toBe(15 * side);
  });

  it('is of its instrument alone', () => {
    for (let i = 0; i < 3; i++)
      expect(answer(10, { instrument: 'OIL-FUT', price: '20.00' })).not.toHaveProperty('code');
  });

  it('lets who is beyond it come nearer to flat, and not go through flat beyond it', () => {
    answer(10);
    answer(5);
    const document = limited({ [ALPHA]: { maxLots: { 'SPX-FUT': 4 } } });
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    expect(answer(1)).toMatchObject(REFUSED);
    expect(answer(-20)).toMatchObject(REFUSED);
    expect(answer(-1)).not.toHaveProperty('code');
    expect(answer(-18)).not.toHaveProperty('code');
    expect(lots()).toBe(-4);
  });

  it('holds for the seller as for the buyer, and the buyer is told first', () => {
    play = HousePlay.open(
      limited({ [ALPHA]: { maxLots: { 'SPX-FUT': 1 } }, [BETA]: { maxOrderLots: 1 } }),
    );
    const told = (given: number): unknown => (answer(given) as { reason: string }).reason;
    expect(told(2)).toContain('bring ALPHA/HOUSE beyond');
    expect(told(-2)).toContain('BETA/HOUSE may trade at once');
  });
});

describe('the limits of a member', () => {
  const C1 = 'ALPHA/C1';

  beforeEach(() => {
    play = HousePlay.open(
      limited({
        ALPHA: { maxOrderLots: 12, maxLots: { 'SPX-FUT': 15 } },
        [C1]: { maxOrderLots: 8 },
      }),
    );
    play.price(price());
  });

  it('count the lots of its accounts together, long and short each added up', () => {
    expect(answer(10)).not.toHaveProperty('code');
    expect(answer(6, { buyer: C1 })).toMatchObject({
      ...REFUSED,
      limit: { holder: 'ALPHA', allowed: '15', now: '10', would: '16', passes: '5' },
    });
    expect(answer(-8, { seller: C1 })).not.toHaveProperty('code');
    expect(answer(-8, { seller: C1 })).toMatchObject({ limit: { now: '8', would: '16' } });
    expect(answer(5, { buyer: C1 })).not.toHaveProperty('code');
  });

  it('come after those of the account, and count one trade', () => {
    expect(answer(13, { buyer: C1 })).toMatchObject({ limit: { holder: C1, passes: '8' } });
    expect(answer(13)).toMatchObject({ limit: { holder: 'ALPHA', limit: 'maxOrderLots' } });
  });

  it('let its accounts trade with each other where nothing grows', () => {
    answer(12);
    answer(3);
    expect(answer(-5, { seller: ALPHA, buyer: C1 })).not.toHaveProperty('code');
    expect(answer(-8, { seller: C1, buyer: ALPHA })).toMatchObject({ limit: { would: '18' } });
  });
});

describe('the limits', () => {
  it('come after the quantity and before the price', () => {
    expect(answer(11, { price: '5000.10' })).toMatchObject(REFUSED);
    expect(answer(11, { quantity: '11.5' })).toMatchObject({ code: 'INVALID_QUANTITY' });
    expect(answer(10, { price: '5000.10' })).toMatchObject({ code: 'PRICE_OFF_TICK' });
  });
});
