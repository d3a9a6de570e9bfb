import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';

const price = fc.integer({ min: 80, max: 120 });

interface Course {
  /** What is sold at which price: all of A's 100 lots. */
  readonly sold: readonly number[];
  readonly lost: number;
  readonly cycles: readonly boolean[];
  readonly marks: readonly number[];
}

const course: fc.Arbitrary<Course> = fc.record({
  sold: fc.array(price, { minLength: 4, maxLength: 4 }),
  lost: fc.integer({ min: 0, max: 60 }),
  cycles: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  marks: fc.array(price, { minLength: 4, maxLength: 4 }),
});

/** What everybody but the defaulter has in the end, and what the default used of them. */
function end(given: Course, withCycles: boolean): string[] {
  const house = new HouseOfFive();
  const cycle = (i: number): void => {
    if (!withCycles || !given.cycles[i]) return;
    house.price('FUT', String(given.marks[i]));
    const settled = house.ask({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-21' });
    expect(settled.outcome).toBe('DONE');
  };
  // A client of A loses too, and has next to nothing; D's clients are on the other side.
  house.deposit('A/C1', '100');
  house.trade('A/C1', 'D/HOUSE', 10, 100 + given.lost);
  const id = house.declare();
  cycle(0);
  for (const at of given.sold) house.closeOut(id, `-25 FUT ${at} B/HOUSE A/HOUSE`);
  house.closeOut(id, '-10 FUT 100 D/HOUSE A/C1');
  cycle(1);
  if (house.ask({ type: 'DETERMINE_LOSS', defaultId: id }).outcome === 'REFUSED') {
    house.ask({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-21' });
    expect(house.ask({ type: 'DETERMINE_LOSS', defaultId: id }).outcome).toBe('DONE');
  }
  cycle(2);
  for (let i = 0; i < 3; i++) {
    house.ask({ type: 'APPLY_LAYERS', defaultId: id, next: true });
    cycle(3);
  }
  house.ask({ type: 'APPLY_LAYERS', defaultId: id });
  house.ask({ type: 'CLOSE_DEFAULT', defaultId: id });
  house.price('FUT', '100');
  house.ask({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-21' });
  house.ask({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-21' });
  return [...house.play.house.books]
    .filter(([book]) => /^(account|default-fund|ccp|assessment|default)\//.test(book))
    .flatMap(([book, held]) => [...held].map(([asset, units]) => `${book} ${asset} ${units}`))
    .filter((line) => !line.endsWith(' 0'))
    .sort();
}

/** What is lost beyond what the client has itself, when more is bought than sold at a loss. */
const lossOf = ({ sold, lost }: Course): number =>
  sold.reduce((sum, at) => sum + 25 * (100 - at), 0) + Math.max(0, 10 * lost - 100);

/** All that anybody has in accounts, together. */
const inAccounts = (books: readonly string[]): number =>
  books
    .filter((line) => line.startsWith('account/'))
    .reduce((sum, line) => sum + Number(line.split(' ')[2]), 0);

describe('settlement cycles between the steps of a default', () => {
  it('change nothing of who bears what: everybody ends with the same, whenever cycles ran', () => {
    fc.assert(
      // As far as contributions and assessments go.
      fc.property(
        course.filter((given) => lossOf(given) <= 1261),
        (given) => {
          expect(end(given, true)).toEqual(end(given, false));
        },
      ),
      { numRuns: 80 },
    );
  });

  it('change nothing of what is cut from gains together, only whose gains are due when', () => {
    fc.assert(
      fc.property(
        course.filter((given) => lossOf(given) > 1261 && lossOf(given) < 1800),
        (given) => {
          const [one, other] = [end(given, true), end(given, false)];
          expect(inAccounts(one)).toEqual(inAccounts(other));
          const rest = (books: readonly string[]) =>
            books.filter((line) => !line.startsWith('account/'));
          expect(rest(one)).toEqual(rest(other));
        },
      ),
      { numRuns: 40 },
    );
  });
});
