import { describe, expect, it } from 'vitest';
import { reverseStress } from './reverse-stress.js';

const linear = (multiple: number): bigint => BigInt(Math.ceil(multiple * 100_000));

describe('reverse stress (margin-model.md h.5)', () => {
  it('finds the smallest multiple at which each layer, and all before it, is exhausted', () => {
    const layers = [
      { layer: 'DEFAULTER_MARGIN', minor: 150_000n },
      { layer: 'DEFAULTER_DEFAULT_FUND', minor: 50_001n },
      { layer: 'CCP_FIRST_LOSS', minor: 25_000n },
    ];
    const found = reverseStress(linear, layers);
    expect(found.map(({ cumulativeMinor }) => cumulativeMinor)).toEqual([
      150_000n,
      200_001n,
      225_001n,
    ]);
    for (const { multiplier, cumulativeMinor, lossMinor } of found) {
      expect(multiplier).toBeCloseTo(Number(cumulativeMinor) / 100_000, 4);
      expect(lossMinor! > cumulativeMinor).toBe(true);
      expect(linear(multiplier! - 0.000_1) <= cumulativeMinor).toBe(true);
    }
  });

  it('says so where no multiple within the bound exhausts a layer', () => {
    const [only] = reverseStress(linear, [{ layer: 'ASSESSMENTS', minor: 2_000_000n }]);
    expect(only).toEqual({
      layer: 'ASSESSMENTS',
      cumulativeMinor: 2_000_000n,
      multiplier: undefined,
      lossMinor: undefined,
    });
  });

  it('scans before it halves: a loss that falls again further out is found', () => {
    const hump = (multiple: number): bigint =>
      multiple > 1.9 && multiple < 2.6 ? 500n : multiple > 10 ? 1_000n : 0n;
    const [only] = reverseStress(hump, [{ layer: 'CCP_FIRST_LOSS', minor: 400n }]);
    expect(only?.multiplier).toBeGreaterThan(1.9);
    expect(only?.multiplier).toBeLessThan(1.900_01);
  });
});
