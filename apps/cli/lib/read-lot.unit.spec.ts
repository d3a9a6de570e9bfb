import { describe, expect, it } from 'vitest';
import { readLots } from './read-lot.js';

describe('lots of an auction', () => {
  it('are a name and what the defaulter trades', () => {
    expect(readLots(['L1: FUT -40, FUT2 +5 A/H2', 'L2:FUT3 1'], [])).toEqual([
      {
        lot: 'L1',
        positions: [
          { instrument: 'FUT', quantity: '-40' },
          { instrument: 'FUT2', quantity: '5', account: 'A/H2' },
        ],
      },
      { lot: 'L2', positions: [{ instrument: 'FUT3', quantity: '1' }] },
    ]);
  });

  it('have one reserve together, or each its own', () => {
    const reserves = (...given: string[]): unknown[] =>
      readLots(['L1: FUT -4', 'L2: FUT -4'], given).map(({ reserve }) => reserve);
    expect(reserves('-5.00')).toEqual(['-5.00', '-5.00']);
    expect(reserves('L2=7')).toEqual([undefined, '7']);
    expect(reserves('3', 'L2=7')).toEqual(['3', '7']);
  });

  it.each([
    [['FUT -40'], []],
    [['L1:'], []],
    [['L1: FUT'], []],
    [['L1: FUT -40 A/H x'], []],
    [['L1: FUT 0'], []],
    [['L1: FUT -4'], ['1', '2']],
    [['L1: FUT -4'], ['L2=2']],
    [['L1: FUT -4'], ['1e3']],
  ])('%j with reserves %j are refused', (lots, reserves) => {
    expect(() => readLots(lots, reserves)).toThrow(/^--(lot|reserve): /);
  });
});
