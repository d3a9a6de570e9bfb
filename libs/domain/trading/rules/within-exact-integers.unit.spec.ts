import { beforeEach, describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';

const [ALPHA, BETA, GAMMA] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;

/**
 * A lot of SPX-FUT at 5000 loses at most 8 % of 250,000 USD, 2 * 10^8 quanta. A quarter of 2^53 quanta
 * holds this many of them.
 */
const MOST = 11_258_999;

let play: HousePlay;

beforeEach(() => {
  play = HousePlay.open();
  play.price(price());
  play.price(price({ symbol: 'OIL-FUT', price: '50.00' }));
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
const requirements = () => [ALPHA, BETA].map((account) => play.engine.requirement(account).kind);

describe('a book whose margin can be added up exactly', () => {
  it.each([MOST, -MOST])('may grow to %i lots, and is margined', (lots) => {
    expect(answer(lots)).not.toHaveProperty('code');
    expect(requirements()).toEqual(['computed', 'computed']);
  });

  it.each([1, -1])('may not grow by one lot more, with the figures (side %i)', (side) => {
    expect(answer(side * (MOST + 1))).toMatchObject({
      ...REFUSED,
      reason: `the trade would bring ${side > 0 ? ALPHA : BETA} from 0 to 11259000 lots of SPX-FUT, and beside what it holds no more than 11258999 long or short can be margined exactly; send a smaller trade`,
    });
    expect(play.house.trading.holdings.size).toBe(0);
    answer(side * MOST);
    expect(answer(side)).toMatchObject(REFUSED);
  });

  it('is bounded for the seller as for the buyer', () => {
    answer(-MOST, { buyer: GAMMA });
    expect(answer(-1)).toMatchObject({ ...REFUSED, reason: expect.stringContaining(ALPHA) });
    expect(answer(1)).not.toHaveProperty('code');
  });

  it('is bounded with all that the account holds in the group', () => {
    answer(MOST - 1_000_000);
    // A lot of oil at 50.00 loses at most 5,000 USD, a quarter of a lot of the index.
    const oil = { instrument: 'OIL-FUT', price: '50.00' };
    expect(answer(4_000_001, oil)).toMatchObject({
      ...REFUSED,
      reason: expect.stringContaining('no more than 4000000 long or short'),
    });
    expect(answer(4_000_000, oil)).not.toHaveProperty('code');
    expect(requirements()).toEqual(['computed', 'computed']);
  });

  it('is bounded by the price of the trade itself where that is the first mark', () => {
    const fresh = HousePlay.open();
    const [refused] = fresh.trade(trade({ quantity: String(MOST + 1) }));
    expect(refused?.payload).toMatchObject(REFUSED);
    const [novated] = fresh.trade(trade({ tradeId: 'T-2', quantity: String(MOST) }));
    expect(novated?.type).toBe('TradeNovated');
    expect(fresh.engine.requirement(ALPHA).kind).toBe('computed');
  });

  it('may always come nearer to flat, as after prices rose', () => {
    answer(MOST);
    play.price(price({ price: '9000.00' }));
    const at = { price: '9000.00' };
    expect(answer(1, at)).toMatchObject(REFUSED);
    expect(answer(-1, at)).not.toHaveProperty('code');
    expect(answer(1, at)).toMatchObject(REFUSED);
  });

  it('is still margined where prices rise fourfold afterwards, less one part in 2^51', () => {
    answer(MOST);
    play.price(price({ price: '19999.75' }));
    expect(requirements()).toEqual(['computed', 'computed']);
    play.price(price({ price: '20001.00' }));
    expect(requirements()).toEqual(['failed', 'failed']);
  });
});
