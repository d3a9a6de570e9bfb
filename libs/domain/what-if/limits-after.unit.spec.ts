import { describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { limitedDocument } from '#libs/domain/testing/limited-document.js';
import { whatIf } from './what-if.js';

const ALPHA = 'ALPHA/HOUSE';

function opened(): HousePlay {
  const play = HousePlay.open(
    limitedDocument({
      [ALPHA]: { maxExposure: '100000.00', maxOrderLots: 6, maxLots: { 'SPX-FUT': 5 } },
      ALPHA: { maxDeficit: '90000.00' },
    }),
  );
  play.price(price());
  play.trade(trade({ quantity: '3' }));
  return play;
}

/** What a trade of so many lots would do, and whether it is then refused. */
function asked({ house, engine }: HousePlay, lots: number) {
  const answer = whatIf(house, engine, ALPHA, [{ instrument: 'SPX-FUT', lots }]);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value.limits ?? [];
}

describe('what trades would do to limits', () => {
  it('is said of each limit of the account and its member', () => {
    expect(asked(opened(), 3)).toEqual([
      {
        holder: ALPHA,
        limit: 'maxOrderLots',
        allowed: '6',
        before: '0',
        after: '3',
        exceeded: false,
      },
      {
        holder: ALPHA,
        limit: 'maxLots',
        instrument: 'SPX-FUT',
        allowed: '5',
        before: '3',
        after: '6',
        exceeded: true,
      },
      {
        holder: ALPHA,
        limit: 'maxExposure',
        allowed: '100000.00',
        before: '60000.00',
        after: '120000.00',
        exceeded: true,
      },
      {
        holder: 'ALPHA',
        limit: 'maxDeficit',
        allowed: '90000.00',
        before: '60000.00',
        after: '120000.00',
        exceeded: true,
      },
    ]);
  });

  it.each([-12, -7, -6, -3, -1, 1, 2, 3, 7])('is what novation then says (%i lots)', (lots) => {
    const play = opened();
    const exceeded = asked(play, lots).some((each) => each.exceeded);
    const sides = lots > 0 ? {} : { buyer: 'BETA/HOUSE', seller: ALPHA };
    const quantity = String(Math.abs(lots));
    const [event] = play.trade(trade({ tradeId: 'T-2', quantity, ...sides }));
    expect(event?.type).toBe(exceeded ? 'TradeRejected' : 'TradeNovated');
  });

  it('is left out where nobody is limited', () => {
    const play = HousePlay.open();
    play.price(price());
    const answer = whatIf(play.house, play.engine, ALPHA, [{ instrument: 'SPX-FUT', lots: 1 }]);
    expect(answer.ok && answer.value).not.toHaveProperty('limits');
  });
});
