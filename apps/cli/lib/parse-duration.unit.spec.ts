import { describe, expect, it } from 'vitest';
import { parseDuration } from './parse-duration.js';

describe('a duration', () => {
  it.each([
    ['30s', 30_000],
    ['2m', 120_000],
    ['500ms', 500],
    ['7', 7_000],
    ['1.5s', 1_500],
  ])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', 's', '-1s', '1h', '1e3s', '30 s'])('%j is none', (text) =>
    expect(() => parseDuration(text)).toThrow('duration such as 30s'),
  );
});
