import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '#libs/domain/reference-data/model.js';
import { businessDateOf, isBusinessDay, nextScheduledCycle, startOfNextDate } from './calendar.js';

const NEW_YORK: Calendar = {
  timezone: 'America/New_York',
  weekend: ['SAT', 'SUN'],
  holidays: ['2026-11-26', '2026-12-25'],
  endOfDay: '17:30',
  intraday: ['14:00', '11:00'],
};

function next(after: string, calendar = NEW_YORK): string | undefined {
  const cycle = nextScheduledCycle(calendar, Date.parse(after));
  return cycle && `${new Date(cycle.atMs).toISOString()} ${cycle.type} ${cycle.businessDate}`;
}

describe('the next cycle of the calendar', () => {
  it.each([
    ['2026-11-20T12:00:00.000Z', '2026-11-20T16:00:00.000Z INTRADAY 2026-11-20'],
    ['2026-11-20T16:00:00.000Z', '2026-11-20T19:00:00.000Z INTRADAY 2026-11-20'],
    ['2026-11-20T22:29:59.999Z', '2026-11-20T22:30:00.000Z EOD 2026-11-20'],
    // Strictly after: on the cycle itself it is the next one, over the weekend.
    ['2026-11-20T22:30:00.000Z', '2026-11-23T16:00:00.000Z INTRADAY 2026-11-23'],
    // Thanksgiving is passed over.
    ['2026-11-25T22:30:00.000Z', '2026-11-27T16:00:00.000Z INTRADAY 2026-11-27'],
    // From Christmas Eve over the holiday and the weekend.
    ['2026-12-24T22:30:00.000Z', '2026-12-28T16:00:00.000Z INTRADAY 2026-12-28'],
    // Late in the evening of New York it is the next day in UTC already.
    ['2026-11-24T02:00:00.000Z', '2026-11-24T16:00:00.000Z INTRADAY 2026-11-24'],
  ])('after %s is %s', (after, expected) => {
    expect(next(after)).toBe(expected);
  });

  it.each([
    // Clocks go forward on Sunday 8 March 2026 and back on Sunday 1 November.
    ['2026-03-06T00:00:00.000Z', '2026-03-06T16:00:00.000Z INTRADAY 2026-03-06'],
    ['2026-03-07T00:00:00.000Z', '2026-03-09T15:00:00.000Z INTRADAY 2026-03-09'],
    ['2026-10-30T00:00:00.000Z', '2026-10-30T15:00:00.000Z INTRADAY 2026-10-30'],
    ['2026-10-31T00:00:00.000Z', '2026-11-02T16:00:00.000Z INTRADAY 2026-11-02'],
  ])('keeps to the clocks of New York: after %s it is %s', (after, expected) => {
    expect(next(after)).toBe(expected);
  });

  const nights: Calendar = { ...NEW_YORK, weekend: [], holidays: [], intraday: [] };

  it('that daylight saving skips is read with the offset before the change', () => {
    const skipped = { ...nights, endOfDay: '02:30' };
    expect(next('2026-03-08T00:00:00.000Z', skipped)).toBe(
      '2026-03-08T07:30:00.000Z EOD 2026-03-08',
    );
  });

  it('that comes twice on the day of the change is the first of the two', () => {
    const twice = { ...nights, endOfDay: '01:30' };
    expect(next('2026-11-01T00:00:00.000Z', twice)).toBe('2026-11-01T05:30:00.000Z EOD 2026-11-01');
    expect(next('2026-11-01T05:30:00.000Z', twice)).toBe('2026-11-02T06:30:00.000Z EOD 2026-11-02');
  });

  it.each([
    ['Pacific/Kiritimati', '2026-11-19T03:30:00.000Z EOD 2026-11-19'],
    ['Pacific/Pago_Pago', '2026-11-19T04:30:00.000Z EOD 2026-11-18'],
    ['Asia/Kolkata', '2026-11-19T12:00:00.000Z EOD 2026-11-19'],
    ['UTC', '2026-11-19T17:30:00.000Z EOD 2026-11-19'],
  ])('is on its local date in %s', (timezone, expected) => {
    expect(next('2026-11-19T00:00:00.000Z', { ...nights, timezone, endOfDay: '17:30' })).toBe(
      expected,
    );
  });

  it('is strictly later, and no cycle lies between', () => {
    const zone = fc.constantFrom('America/New_York', 'Europe/London', 'Asia/Tokyo', 'UTC');
    const times = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) });
    fc.assert(
      fc.property(zone, times, (timezone, after) => {
        const calendar = { ...NEW_YORK, timezone };
        const cycle = nextScheduledCycle(calendar, after);
        expect(cycle && cycle.atMs > after).toBe(true);
        expect(isBusinessDay(calendar, cycle?.businessDate ?? '')).toBe(true);
        const middle = Math.floor((after + (cycle?.atMs ?? 0)) / 2);
        expect(nextScheduledCycle(calendar, middle)).toEqual(cycle);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the business date of an instant', () => {
  it('is the date on the clocks of the calendar, in UTC without one', () => {
    const late = Date.parse('2026-11-24T02:00:00.000Z');
    expect(businessDateOf(NEW_YORK, late)).toBe('2026-11-23');
    expect(businessDateOf(undefined, late)).toBe('2026-11-24');
  });
});

describe('the start of the next date', () => {
  it.each([
    ['UTC', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['UTC', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z'],
    ['America/New_York', '2026-11-21T04:59:59.999Z', '2026-11-21T05:00:00.000Z'],
    ['America/New_York', '2026-11-21T05:00:00.000Z', '2026-11-22T05:00:00.000Z'],
    // A day of 25 hours, and a midnight that the clocks skipped.
    ['America/New_York', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['America/Sao_Paulo', '2018-11-03T12:00:00.000Z', '2018-11-04T03:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-20T12:00:00.000Z', '2026-11-20T18:15:00.000Z'],
  ])('in %s after %s is %s', (timezone, after, start) => {
    const calendar = { ...NEW_YORK, timezone };
    const startMs = startOfNextDate(calendar, Date.parse(after));
    expect(new Date(startMs).toISOString()).toBe(start);
    expect(businessDateOf(calendar, startMs) > businessDateOf(calendar, startMs - 1)).toBe(true);
  });

  it('is midnight UTC without a calendar', () => {
    expect(startOfNextDate(undefined, 1)).toBe(86_400_000);
  });
});
