import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DefaultStep } from '#libs/domain/events/default-events.js';
import { booksOf, fold } from '#libs/domain/testing/house-play.js';
import { evolve } from '#libs/domain/house/evolve.js';
import { HouseOfDefaults } from '#libs/domain/testing/house-of-defaults.js';
import { movePrices, playBook, randomBook } from '#libs/domain/testing/random-default.js';

const price = fc.integer({ min: 80, max: 120 });
const prices = fc.array(price, { minLength: 1, maxLength: 12 });

/** How a default goes: at which prices, with which cycles between its steps, and how it is pressed on. */
const course = fc.record({
  book: randomBook,
  prices,
  cycles: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  layersByOne: fc.boolean(),
  /** Every so many-th position is left for tear-up; none where it is 0. */
  tornUp: fc.integer({ min: 0, max: 3 }),
});
type Course = typeof course extends fc.Arbitrary<infer T> ? T : never;

/** What a step takes from accounts of survivors and clients that it may not touch. */
function untouched(step: DefaultStep): string[] {
  const { journal = [] } = { journal: undefined, ...step };
  const taken = new Map<string, bigint>();
  for (const { book, asset, amount } of journal) {
    const [kind, member = '', id = ''] = book.split('/');
    if (kind !== 'account') continue;
    const key = `${member}/${id} ${asset}`;
    taken.set(key, (taken.get(key) ?? 0n) + BigInt(amount));
  }
  const clients = step.step === 'LOSS_DETERMINED' ? step.clients : [];
  return [...taken].flatMap(([key, amount]) => {
    const [account = ''] = key.split(' ');
    const isOwnHouse = ['A/HOUSE', 'A/DESK', 'A/BOXES'].includes(account);
    const paysItself = clients.some((each) => each.account === account);
    const isCutGain = step.step === 'LAYER_APPLIED' && /GAINS|FULL/.test(step.layer);
    return amount >= 0n || isOwnHouse || paysItself || isCutGain ? [] : [`${key} ${amount}`];
  });
}

/** Plays a default, checking the books after each step. @returns whether its loss was borne */
function play(house: HouseOfDefaults, { book, prices: at, cycles, layersByOne, tornUp }: Course) {
  const check = (what: string): void => expect([what, house.wrongs()]).toEqual([what, []]);
  const priceAt = (i: number): number => at[i % at.length] ?? 100;
  const cycle = (i: number): void => {
    if (!cycles[i]) return;
    movePrices(house, { FUT: priceAt(i), FUT2: priceAt(i + 1), FUTU: priceAt(i + 2) });
    expect(house.cycle().outcome).toBe('DONE');
    check(`cycle ${i}`);
  };
  playBook(house, book);
  check('book');
  const id = house.declare();
  check('declared');
  cycle(0);
  house.flatten(id, 'A', 'D/HOUSE', (_, i) =>
    tornUp > 0 && i % tornUp === 0 ? undefined : priceAt(i),
  );
  check('closed out');
  cycle(1);
  const determine = () => house.ask({ type: 'DETERMINE_LOSS', defaultId: id, tearUp: tornUp > 0 });
  if (determine().outcome === 'REFUSED') {
    // Gains that bear the loss before others do are booked first.
    expect(house.cycle().outcome).toBe('DONE');
    expect(determine().outcome).toBe('DONE');
  }
  check('loss');
  const of = house.play.house.defaults.cases.get(id);
  for (let i = 0; i < 10 && of?.isPaid === false; i++) {
    cycle(2);
    house.ask({ type: 'APPLY_LAYERS', defaultId: id, next: layersByOne });
    check('layers');
  }
  return { id, of, check, cycle };
}

describe('any default of any book', () => {
  it('conserves every asset and every lot, ends with nothing in its book, and touches nobody it may not', () => {
    fc.assert(
      fc.property(course, (given) => {
        const house = new HouseOfDefaults();
        const { id, of, check, cycle } = play(house, given);
        for (const step of house.play.of('DefaultStepTaken')) expect(untouched(step)).toEqual([]);
        if (!of?.isPaid) return;
        cycle(3);
        expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: id }).outcome).toBe('DONE');
        check('closed');
        for (const [asset, units] of house.play.house.books.get(`default/${id}/cash/JPY`) ?? [])
          expect([asset, units]).toEqual(['JPY', 0n]);
        cycle(4);
        house.cycle();
        check('paid');
      }),
      { numRuns: 120 },
    );
  });

  it('leaves no debt and no cycle that waits, once its loss is paid and its assessments are', () => {
    fc.assert(
      fc.property(course, (given) => {
        const house = new HouseOfDefaults();
        const { id, of } = play(house, given);
        if (!of?.isPaid) return;
        house.ask({ type: 'CLOSE_DEFAULT', defaultId: id });
        house.cycle();
        if (of.reservedMinor > 0n) return;
        for (const member of ['B', 'C', 'D', 'E'])
          house.deposit(member, '10000', 'DEFAULT_FUND_DEPOSIT');
        const owed = [...house.play.house.books].flatMap(([name, balances]) =>
          [...balances].filter(([, units]) => units < 0n && !name.startsWith('external/')),
        );
        expect(owed).toEqual([]);
        expect([...house.play.house.settlement.booked.keys()]).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('uses no layer beyond what is there, and what all use is what is not missing any more', () => {
    fc.assert(
      fc.property(course, (given) => {
        const house = new HouseOfDefaults();
        const { of } = play(house, given);
        let left = Number(house.steps('LOSS_DETERMINED')[0]?.loss);
        let order = 0;
        for (const layer of house.steps('LAYER_APPLIED')) {
          expect(Number(layer.used)).toBeLessThanOrEqual(Number(layer.available));
          expect(Number(layer.lossBefore)).toBe(left);
          left -= Number(layer.used);
          expect(Number(layer.lossAfter)).toBe(left);
          // Tear-up of what is left bears nothing, and may come before a layer that had nothing yet.
          if (layer.layer === 'PARTIAL_TEAR_UP') continue;
          expect(layer.order).toBeGreaterThan(order);
          order = layer.order;
        }
        expect(of?.remainingMinor).toBe(BigInt(left));
      }),
      { numRuns: 60 },
    );
  });

  it('is replayed from its events, and from a snapshot in the middle of it', () => {
    fc.assert(
      fc.property(course, fc.double({ min: 0, max: 1, noNaN: true }), (given, part) => {
        const house = new HouseOfDefaults();
        play(house, given);
        const { events } = house.play;
        const all = booksOf(house.play.house);
        expect(booksOf(fold('main', events))).toEqual(all);
        const middle = Math.floor(part * events.length);
        const later = structuredClone(fold('main', events.slice(0, middle)));
        for (const event of events.slice(middle)) evolve(later, event);
        expect(booksOf(later)).toEqual(all);
      }),
      { numRuns: 30 },
    );
  });
});
