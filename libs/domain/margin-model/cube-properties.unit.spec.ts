import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, multiply, rational, type Rational } from '#libs/domain/numerics/rational.js';
import type { MarginMode } from '#libs/domain/reference-data/model.js';
import { accountRequirement, classesByGroup } from './account-requirement.js';
import { bookOf, classOf, flat, type Positions, requirementOf } from './known-market.fixture.js';
import { MarginBook } from './margin-book.js';
import {
  ADD_ONS,
  CONDITIONS,
  type Conditions,
  INSTRUMENTS,
  mixedMarket,
  mixedTerms,
  PAID_OPTIONS,
  settingsOf,
} from './mixed-market.fixture.js';

const ids = INSTRUMENTS.map(({ id }) => id);
const lots = fc.integer({ min: -40, max: 40 });
const books = fc.dictionary(fc.constantFrom(...ids), lots, { maxKeys: 8, noNullPrototype: true });
const modes = fc.constantFrom<MarginMode>('portfolio', 'cross', 'isolated');

const merged = (a: Positions, b: Positions): Positions =>
  Object.fromEntries(ids.map((id) => [id, (a[id] ?? 0) + (b[id] ?? 0)]));
const times = (held: Positions, by: number): Positions =>
  Object.fromEntries(Object.entries(held).map(([id, n]) => [id, n * by]));

describe('the core of the requirement (section k), over every kind of instrument', () => {
  const cube = mixedMarket();
  const total = (held: Positions, mode: MarginMode = 'portfolio'): bigint =>
    requirementOf(cube, held, mode).requirementMinor;

  it('has a row for each of them', () => {
    for (const id of ids) expect(cube.row(id)).toMatchObject({ ok: true });
  });

  it('portfolio never exceeds cross, cross never exceeds isolated', () => {
    fc.assert(
      fc.property(books, (held) => {
        const [portfolio, cross, isolated] = [
          total(held),
          total(held, 'cross'),
          total(held, 'isolated'),
        ];
        expect(portfolio <= cross && cross <= isolated).toBe(true);
      }),
    );
  });

  it('is sub-additive in every mode, to the minor unit that rounding up may take', () => {
    fc.assert(
      fc.property(books, books, modes, (a, b, mode) => {
        expect(total(merged(a, b), mode) <= total(a, mode) + total(b, mode)).toBe(true);
      }),
    );
  });

  it('is in proportion to the size of the book', () => {
    const risks = (held: Positions): Rational[] => {
      const classes = classesByGroup(bookOf(held), cube);
      if (!classes.ok) throw new Error(classes.error.code);
      return [...classes.value.values()].flat().map(({ marketRisk }) => marketRisk);
    };
    fc.assert(
      fc.property(books, fc.integer({ min: 1, max: 1000 }), (held, by) => {
        const [one, many] = [risks(held), risks(times(held, by))];
        one.forEach((risk, i) =>
          expect(compare(multiply(risk, rational(BigInt(by))), many[i]!)).toBe(0),
        );
        const scaled = BigInt(by) * total(held);
        const distance = scaled - total(times(held, by));
        expect(distance >= 0n && distance < BigInt(by)).toBe(true);
      }),
    );
  });

  it('does not rise when a paid option is bought: it cannot lose more than it is worth', () => {
    fc.assert(
      fc.property(
        books,
        fc.constantFrom(...PAID_OPTIONS),
        fc.integer({ min: 1, max: 40 }),
        (held, option, bought) => {
          expect(total(merged(held, { [option]: bought })) <= total(held)).toBe(true);
        },
      ),
    );
  });

  it('is nothing for no position, and for one that was closed out', () => {
    fc.assert(
      fc.property(books, modes, (held, mode) => {
        const book = bookOf(held, mode);
        for (const [id, n] of Object.entries(held)) book.add(id, classOf(id), -n);
        const flatBook = accountRequirement(book, cube);
        expect(flatBook).toMatchObject({ ok: true, value: { requirementMinor: 0n, groups: [] } });
      }),
      { numRuns: 30 },
    );
  });
});

describe('an account that holds only options which it paid for (c.4)', () => {
  const cube = mixedMarket(ADD_ONS, { liquidityAddOn: true });
  const paid = fc.dictionary(
    fc.constantFrom(...PAID_OPTIONS),
    fc.integer({ min: 1, max: 10_000 }),
    { minKeys: 1, noNullPrototype: true },
  );

  it('needs no margin, and no scenario costs it more than they are worth', () => {
    fc.assert(
      fc.property(paid, modes, (held, mode) => {
        expect(requirementOf(cube, held, mode).requirementMinor).toBe(0n);
        for (const [id, n] of Object.entries(held)) {
          const row = cube.row(id);
          if (!row.ok) throw new Error(row.error.code);
          const worth = n * row.value.values.option!.valueQuanta;
          for (const quanta of row.value.pnl) expect(-quanta * n).toBeLessThanOrEqual(worth);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('needs some as soon as it sells one of them short', () => {
    fc.assert(
      fc.property(paid, fc.constantFrom(...PAID_OPTIONS), (held, option) => {
        const short = { ...held, [option]: -1 };
        const { groups } = requirementOf(cube, short);
        expect(groups.some((group) => group.shortOptionMinimumMinor > 0n)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the cube is a function of what was put in', () => {
  /** One thing that happens: a trade, or a part of the conditions that changes. */
  type Happening =
    | { readonly kind: 'trade'; readonly id: string; readonly lots: number }
    | { readonly kind: 'change'; readonly change: (now: Conditions) => Conditions };
  const change = (of: (now: Conditions) => Conditions): Happening => ({
    kind: 'change',
    change: of,
  });

  const happenings: fc.Arbitrary<Happening> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('trade'), id: fc.constantFrom(...ids), lots }),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...Object.keys(CONDITIONS.ticks)),
          fc.integer({ min: 300, max: 12_000 }),
        )
        .map(([id, at]) => change((now) => ({ ...now, ticks: { ...now.ticks, [id]: at } }))),
    },
    fc
      .tuple(fc.constantFrom('A', 'B', 'C', 'E'), fc.double({ min: 50, max: 150, noNaN: true }))
      .map(([id, at]) => change((now) => ({ ...now, spots: { ...now.spots, [id]: at } }))),
    fc
      .tuple(
        fc.constantFrom('A', 'B', 'C', 'D', 'E'),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
      )
      .map(([id, at]) =>
        change((now) => ({ ...now, surfaces: { ...now.surfaces, [id]: flat(at) } })),
      ),
    fc
      .tuple(fc.constantFrom('EUR', 'JPY'), fc.integer({ min: 1, max: 99 }))
      .map(([id, at]) => change((now) => ({ ...now, rates: { ...now.rates, [id]: `1.${at}` } }))),
    fc
      .integer({ min: 1, max: 4 * 24 * 40 })
      .map((steps) => change((now) => ({ ...now, nowMs: now.nowMs + steps * 900_000 }))),
    fc
      .tuple(fc.constantFrom('A', 'B', 'C', 'E'), fc.constantFrom(1, 1.25, 1.5, 2))
      .map(([id, rung]) => change((now) => ({ ...now, regimes: { ...now.regimes, [id]: rung } }))),
  );

  /** Puts in only what a change touched, as the engine does; scenarios only for another rung. */
  function move(cube: ReturnType<typeof mixedTerms>, before: Conditions, after: Conditions): void {
    for (const [id, at] of Object.entries(after.ticks))
      if (before.ticks[id] !== at) cube.setPrice(id, at);
    for (const [id, at] of Object.entries(after.spots))
      if (before.spots[id] !== at) cube.setSpot(id, at);
    for (const [id, at] of Object.entries(after.surfaces))
      if (before.surfaces[id] !== at) cube.setSurface(id, at);
    for (const [id, at] of Object.entries(after.rates))
      if (before.rates[id] !== at) cube.setExchangeRate(id, at);
    cube.setValuationInstant(after.nowMs);
    if (after.regimes !== before.regimes) for (const set of settingsOf(after).slice(-2)) set(cube);
  }

  it('an account that lived through everything needs what a new one needs, bit for bit', () => {
    fc.assert(
      fc.property(
        fc.array(happenings, { minLength: 1, maxLength: 14 }),
        modes,
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        fc.boolean(),
        (given, mode, keys, addOns) => {
          const terms = addOns ? ADD_ONS : {};
          const settings = { liquidityAddOn: addOns };
          const cube = mixedMarket(terms, settings);
          const book = new MarginBook(mode);
          const held: Record<string, number> = {};
          let now = CONDITIONS;
          for (const each of given) {
            if (each.kind === 'trade') {
              book.add(each.id, classOf(each.id), each.lots);
              held[each.id] = (held[each.id] ?? 0) + each.lots;
            } else {
              const next = each.change(now);
              move(cube, now, next);
              now = next;
            }
            accountRequirement(book, cube);
          }
          const other = mixedTerms(terms, settings);
          settingsOf(now)
            .map((set, i) => ({ set, key: keys[i] ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .forEach(({ set }) => set(other));
          const batch = bookOf(Object.fromEntries(Object.entries(held).reverse()), mode);
          expect(accountRequirement(book, cube)).toEqual(accountRequirement(batch, other));
          const [kept, fresh] = [classesByGroup(book, cube), classesByGroup(batch, other)];
          if (!kept.ok || !fresh.ok) throw new Error('no classes');
          const rows = (classes: typeof kept.value): unknown =>
            [...classes.values()].flatMap((each) =>
              each.flatMap((risk) => [
                risk.measure,
                ...risk.held.map(({ row }) => [row.values, row.pnl]),
              ]),
            );
          expect(rows(kept.value)).toEqual(rows(fresh.value));
        },
      ),
      { numRuns: 60 },
    );
  });
});
