import { describe, expect, it } from 'vitest';
import { readCloses } from './read-closes.js';

const RULES = { scale: 1, tradesAtWeekends: false, leftOut: [] };
const FILE = 'date,close,volume\n2021-01-01,10.5,7\n2021-01-03,11,7\n2021-01-04,-12.25,7\n';

describe('reading closes', () => {
  it('takes closes of any sign and leaves out the first hours of Monday', () => {
    expect(readCloses(FILE, 'x.csv', RULES)).toEqual({
      dates: ['2021-01-01', '2021-01-04'],
      closes: [10.5, -12.25],
      weekendRows: 1,
      rowsLeftOut: 0,
    });
  });

  it('keeps weekends where the market trades then, scales, and leaves out what is named', () => {
    const rules = { scale: 10, tradesAtWeekends: true, leftOut: ['2021-01-01'] };
    const read = readCloses(FILE, 'x.csv', rules);
    expect(read).toMatchObject({ closes: [110, -122.5], weekendRows: 0, rowsLeftOut: 1 });
  });

  it.each([
    ['2021-02-30,1', 'x.csv line 2: "2021-02-30" is not a date'],
    ['2021-02-01,1e5', 'x.csv line 2: "1e5" is not a close'],
    ['2021-02-02,1\n2021-02-02,1', 'x.csv line 3: 2021-02-02 does not come after 2021-02-02'],
  ])('refuses %j and names the line', (rows, message) => {
    expect(() => readCloses(`date,close\n${rows}\n`, 'x.csv', RULES)).toThrow(message);
  });
});
