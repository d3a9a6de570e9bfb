import { describe, expect, it } from 'vitest';
import type { ContractsAdjusted } from '#libs/domain/events/instrument-events.js';
import { HousePlay, fold } from '#libs/domain/testing/house-play.js';
import { price, trade } from '#libs/domain/testing/inputs.js';
import { AdjustmentCheck } from './adjustment-check.js';
import { Findings } from './finding.js';

function adjusted(): HousePlay {
  const play = HousePlay.open();
  play.price(price());
  play.trade(trade({ quantity: '10' }));
  play.command({ type: 'ADJUST_CONTRACTS', underlying: 'SPX', ratio: '2:1', reason: 'split' });
  return play;
}

/** What is found where the event says something else. */
function findings(change: (payload: ContractsAdjusted) => object): string[] {
  const { events } = adjusted();
  const at = events.findIndex(({ type }) => type === 'ContractsAdjusted');
  const event = events[at];
  if (event?.type !== 'ContractsAdjusted') throw new Error('nothing was adjusted');
  const found = new Findings('main');
  const payload = { ...event.payload, ...change(event.payload) };
  new AdjustmentCheck(found).take(fold('main', events.slice(0, at)), { ...event, payload });
  return found.all.map(({ what }) => what);
}

describe('the check of adjustments', () => {
  it('finds nothing in what the house decided', () => {
    expect(findings(() => ({}))).toEqual([]);
  });

  it.each<[string, (payload: ContractsAdjusted) => object]>([
    ['position adjusted', ({ positions }) => ({ positions: positions.slice(1) })],
    [
      'lots of ALPHA/HOUSE',
      ({ positions }) => ({
        positions: positions.map((each) =>
          each.account === 'ALPHA/HOUSE' ? { ...each, long: { before: '10', after: '21' } } : each,
        ),
      }),
    ],
    [
      'value of a point',
      ({ instruments }) => ({
        instruments: instruments.map((each) => ({
          ...each,
          tickValueMinor: { before: 1250, after: 1249 },
        })),
      }),
    ],
    [
      'price of SPX-FUT',
      ({ instruments }) => ({
        instruments: instruments.map((each) => ({
          ...each,
          settlementPrice: { before: '5000.00', after: '2500.25' },
        })),
      }),
    ],
    [
      'cash of ALPHA/HOUSE',
      ({ positions }) => ({
        positions: positions.map((each) => ({
          ...each,
          cash: { currency: 'USD', amount: '1.00' },
        })),
      }),
    ],
  ])('finds another %s', (what, change) => {
    expect(findings(change).some((each) => each.startsWith(what))).toBe(true);
  });
});
