import { expect, it } from 'vitest';
import { simulateDefault } from '#libs/domain/fire-drill/simulate-default.js';
import {
  deal,
  endDay,
  expiringHouse,
  final,
  official,
} from '#libs/domain/testing/expiring-house.js';
import type { HousePlay } from '#libs/domain/testing/house-play.js';

/** Long and short of options, and of a future that ends with them. */
function housePlay(): HousePlay {
  const play = expiringHouse();
  deal(play, 'CALL', 5, { price: '0.00' });
  deal(play, 'STYLED', 4, { buyer: 'GAMMA/HOUSE', seller: 'ALPHA/HOUSE', price: '0.00' });
  deal(play, 'SERIAL', 3, { buyer: 'GAMMA/HOUSE', seller: 'ALPHA/HOUSE', price: '0.00' });
  deal(play, 'SPX-FUT', 6, { price: '5000.00' });
  final(play, 'SPX-FUT', '5020.00');
  official(play, 'SPX-MAR', '5020.00');
  return play;
}

it('positions of a defaulter expire like all others, and its counterparties are paid', () => {
  const play = housePlay();
  play.command({ type: 'DECLARE_DEFAULT', member: 'ALPHA', reason: 'INSOLVENCY' });
  const order = play.order({ type: 'CONFIRM_DEFAULT', defaultId: 'main-D1' }, undefined, 'op2');
  play.batch([{ kind: 'command', command: order }]);
  expect(play.of('CommandAnswered').at(-1)?.outcome).toBe('DONE');
  expect(endDay(play)).toMatchObject({
    'ALPHA/HOUSE EXERCISE CALL': '5000.00',
    'ALPHA/HOUSE FINAL_SETTLEMENT SPX-FUT': '6000.00',
    'GAMMA/HOUSE FINAL_SETTLEMENT STYLED': '4000.00',
    'GAMMA/HOUSE VARIATION_MARGIN SPX-MAR': '3000.00',
  });
  // What it was assigned it holds as a future: that is left to be closed out.
  const left = [...(play.house.trading.holdings.get('ALPHA/HOUSE') ?? [])];
  expect(left.map(([id, { lots }]) => [id, lots])).toEqual([['SPX-MAR', -3]]);
});

it('a drill of a default between the final price and the cycle takes what is fixed as it is', () => {
  const { house, engine } = housePlay();
  const before = structuredClone(house.trading);
  const drill = simulateDefault(house, engine, { member: 'ALPHA', lossMinor: 50_000_000n });
  expect(drill.ok).toBe(true);
  expect(house.trading).toEqual(before);
});
