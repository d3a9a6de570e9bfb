import { describe, expect, it } from 'vitest';
import { readCloses } from './read-closes.js';

describe('reading closes', () => {
  it('scales exactly and leaves out weekends', () => {
    const text = 'date,close,volume\n2008-01-04,141.31,5\n2008-01-06,141.5,1\n2008-01-07,-0.30,7\n';
    expect(readCloses(text, 'x.csv', '10')).toEqual([
      ['2008-01-04', '1413.1'],
      ['2008-01-07', '-3'],
    ]);
  });

  it('names file and line of what it cannot read', () => {
    expect(() => readCloses('date,close\n2008-01-04,1e3\n', 'x.csv', '1')).toThrow(
      'x.csv line 2: "1e3" is not a close',
    );
    expect(() => readCloses('date,close\n2008-13-04,1\n', 'x.csv', '1')).toThrow(
      'x.csv line 2: "2008-13-04" is not a date',
    );
    expect(() => readCloses('date,close\n2008-01-07,1\n2008-01-04,1\n', 'x.csv', '1')).toThrow(
      'x.csv line 3: 2008-01-04 does not come after 2008-01-07',
    );
  });
});
