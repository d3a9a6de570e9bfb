import { describe, expect, it } from 'vitest';
import { rational } from '#libs/domain/numerics/rational.js';
import { formatRate } from './format-rate.js';

describe('a rate', () => {
  it.each([
    [10_842n, 10_000n, '1.084200000000'],
    [1n, 3n, '0.333333333333'],
    [2n, 3n, '0.666666666666'],
    [150n, 1n, '150.000000000000'],
  ])('%s / %s is %s, rounded down', (numerator, denominator, expected) => {
    expect(formatRate(rational(numerator, denominator))).toBe(expected);
  });
});
