import { describe, expect, it } from 'vitest';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { cutProRata } from './cut-gains.js';

describe('worked example h', () => {
  const GAINS = new Map([
    ['B', 70n],
    ['D', 35n],
    ['F', 11n],
  ]);
  const paid = (cut: bigint): bigint[] => {
    const cuts = cutProRata(GAINS, cut);
    return [...GAINS].map(([id, gain]) => gain - (cuts.get(id) ?? 0n));
  };

  it('cuts gains of 116 to the 55 that losers paid: 33, 17 and 5', () => {
    expect(paid(61n)).toEqual([33n, 17n, 5n]);
  });

  it('cuts them to 75 with 20 of resources left: 45, 23 and 7', () => {
    expect(paid(41n)).toEqual([45n, 23n, 7n]);
  });

  it('tears up 25 long lots against 17, 9 and 14 short ones: 11, 5 and 9', () => {
    const house = new HouseOfFive();
    house.trade('A/HOUSE', 'B/HOUSE', 17, 100, 'FUT2');
    house.trade('A/HOUSE', 'D/HOUSE', 9, 100, 'FUT2');
    house.trade('D/C1', 'C/HOUSE', 14, 100, 'FUT2');
    // A is long 25, and D/C1 15.
    house.trade('D/C1', 'A/HOUSE', 1, 100, 'FUT2');
    house.settle('2026-11-21', { FUT: '100', FUT2: '100' });
    const id = house.declare();
    house.closeOut(id, '-100 FUT 100 B/HOUSE');
    expect(house.ask({ type: 'DETERMINE_LOSS', defaultId: id }).outcome).toBe('REFUSED');
    house.ask({ type: 'DETERMINE_LOSS', defaultId: id, tearUp: true });
    house.ask({ type: 'APPLY_LAYERS', defaultId: id });
    const [layer] = house.steps('LAYER_APPLIED');
    expect(layer).toMatchObject({ layer: 'PARTIAL_TEAR_UP', used: '0' });
    expect(layer?.trades?.map((each) => [each.counterparty, each.quantity, each.price])).toEqual([
      ['B/HOUSE', '-11', '100'],
      ['C/HOUSE', '-9', '100'],
      ['D/HOUSE', '-5', '100'],
    ]);
  });

  it('loses 830,000 on 10 long lots at 20000, sold 6 at 19940 and 4 at 19925 for 5000 of fees', () => {
    const house = new HouseOfFive({
      instruments: ['FUT', 'FUT2'].map((id) => ({
        id,
        type: 'future',
        underlying: 'IDX',
        currency: 'JPY',
        tickSize: '1',
        tickValueMinor: id === 'FUT' ? 1 : 1250,
        expiry: '2026-12-18T06:00:00.000Z',
      })),
    });
    house.price('FUT2', '20000');
    house.trade('A/HOUSE', 'B/HOUSE', 10, 20000, 'FUT2');
    house.settle('2026-11-21', { FUT: '100', FUT2: '20000' });
    const id = house.declare();
    house.closeOut(id, '-100 FUT 100 C/HOUSE');
    const fills = [
      { instrument: 'FUT2', quantity: '-6', price: '19940', counterparty: 'B/HOUSE' },
      { instrument: 'FUT2', quantity: '-4', price: '19925', counterparty: 'B/HOUSE' },
    ];
    house.ask({ type: 'CLOSE_OUT_DEFAULT', defaultId: id, fills, fees: '5000' });
    house.ask({ type: 'DETERMINE_LOSS', defaultId: id });
    expect(house.steps('LOSS_DETERMINED')[0]).toMatchObject({
      loss: '830000',
      parts: { closeOut: '825000', fees: '5000' },
    });
  });
});
