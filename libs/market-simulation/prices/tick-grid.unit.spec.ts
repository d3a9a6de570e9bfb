import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TickGrid } from './tick-grid.js';

describe('the tick grid', () => {
  it('takes the nearest tick, half a tick up, below zero too', () => {
    const grid = new TickGrid('0.25');
    expect(grid.nearest('5010.30')).toBe(20041);
    expect(grid.text(20041)).toBe('5010.25');
    expect(grid.nearest('0.125')).toBe(1);
    expect(grid.nearest('-36.98')).toBe(-148);
    expect(grid.text(-148)).toBe('-37.00');
    expect(grid.offGridText(20041)).toBe('5010.375');
  });

  it('gives back every price that is on it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (ticks) => {
        const grid = new TickGrid('0.05');
        expect(grid.nearest(grid.text(ticks))).toBe(ticks);
      }),
    );
  });
});
