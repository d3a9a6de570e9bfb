import { describe, expect, it } from 'vitest';
import { Random } from './random.js';

const draw = (random: Random, n: number): number[] =>
  Array.from({ length: n }, () => random.uniform());

describe('random numbers of the simulated markets', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(draw(new Random('7'), 20)).toEqual(draw(new Random('7'), 20));
    expect(draw(new Random('7'), 20)).not.toEqual(draw(new Random('8'), 20));
  });

  it('of a part do not depend on what another part has drawn', () => {
    const one = new Random('7');
    const other = new Random('7');
    draw(other, 5);
    expect(draw(one.fork('prices'), 5)).toEqual(draw(other.fork('prices'), 5));
    expect(draw(one.fork('trades'), 5)).not.toEqual(draw(one.fork('prices'), 5));
  });

  it('are uniform and normal as far as 20,000 of them can tell', () => {
    const random = new Random('moments');
    const n = 20_000;
    const uniform = draw(random, n);
    const normal = Array.from({ length: n }, () => random.normal());
    const mean = (numbers: number[]): number => numbers.reduce((sum, x) => sum + x, 0) / n;
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(Math.abs(mean(normal))).toBeLessThan(0.03);
    expect(mean(normal.map((x) => x * x))).toBeCloseTo(1, 1);
  });

  it('as whole numbers reach both ends and nothing beyond', () => {
    const random = new Random('dice');
    const seen = new Set(Array.from({ length: 200 }, () => random.integer(1, 6)));
    expect(seen).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });
});
