import { describe, expect, it } from 'vitest';
import { scaleCloses, split } from './split-closes.js';

describe('a price history on its way', () => {
  it('is scaled as decimals, not as doubles', () => {
    const closes = [
      ['2026-01-02', '17.30'],
      ['2026-01-05', '-0.1'],
      ['2026-01-06', '90071992547409.93'],
    ] as const;
    expect(scaleCloses(closes, '0.01')).toEqual([
      ['2026-01-02', '0.173'],
      ['2026-01-05', '-0.001'],
      ['2026-01-06', '900719925474.0993'],
    ]);
    expect(scaleCloses(closes, undefined)).toBe(closes);
  });

  it('is cut into parts that lose nothing', () => {
    expect(split([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(split([], 2)).toEqual([]);
  });
});
