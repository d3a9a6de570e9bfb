import { describe, expect, it } from 'vitest';
import { fields, table } from './table.js';

describe('a table for people', () => {
  it('is as wide as its widest cells, numbers to the right', () => {
    const columns = [
      { title: 'account', value: (row: { a: string; n: string }) => row.a },
      { title: 'net', value: (row: { a: string; n: string }) => row.n, right: true },
    ];
    const rows = [
      { a: 'A/H', n: '5' },
      { a: 'ALPHA/HOUSE', n: '-1000' },
    ];
    expect(table(rows, columns, 'none')).toBe(
      ['account        net', '-----------  -----', 'A/H              5', 'ALPHA/HOUSE  -1000'].join(
        '\n',
      ),
    );
    expect(table([], columns, 'no positions')).toBe('no positions');
  });

  it('lines names up with their values', () => {
    expect(
      fields([
        ['a', 1],
        ['bbb', 'x'],
      ]),
    ).toBe('a    1\nbbb  x');
  });
});
