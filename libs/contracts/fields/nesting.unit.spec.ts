import { describe, expect, it } from 'vitest';
import { isNestedWithin } from './nesting.js';

describe('isNestedWithin', () => {
  it('counts levels of objects and lists', () => {
    expect(isNestedWithin('text', 0)).toBe(true);
    expect(isNestedWithin({}, 0)).toBe(false);
    expect(isNestedWithin({ a: 1 }, 1)).toBe(true);
    expect(isNestedWithin({ a: [{ b: null }] }, 3)).toBe(true);
    expect(isNestedWithin({ a: [{ b: null }] }, 2)).toBe(false);
  });

  it('copes with any depth', () => {
    const levels = 100_000;
    const deep: unknown = JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(isNestedWithin(deep, levels)).toBe(true);
    expect(isNestedWithin(deep, levels - 1)).toBe(false);
  });
});
