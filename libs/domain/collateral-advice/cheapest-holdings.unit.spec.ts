import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Holdings } from '#libs/domain/collateral/holdings.js';
import { solveCover } from '#libs/optimisation/solve-cover.js';
import { cheapestHoldings, costOfUnits, type CoverProgramme } from './cheapest-holdings.js';

const NAMES = ['A', 'B', 'C'];

const programmes = fc
  .record({
    assets: fc.array(
      fc.record({
        low: fc.integer({ min: 0, max: 2 }),
        more: fc.integer({ min: 0, max: 5 }),
        value: fc.integer({ min: 0, max: 40 }),
        cost: fc.integer({ min: 0, max: 30 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    room: fc.integer({ min: 0, max: 150 }),
    classRoom: fc.integer({ min: 0, max: 200 }),
    need: fc.integer({ min: 1, max: 250 }),
  })
  .map(({ assets, room, classRoom, need }): CoverProgramme => ({
    choices: assets.map(({ low, more, value, cost }, index) => ({
      asset: NAMES[index] ?? '',
      low: BigInt(low),
      high: BigInt(low + more),
      valuePerUnit: value,
      costPerUnit: cost,
    })),
    rooms: [
      { assets: ['A'], minor: room },
      { assets: ['A', 'B'], minor: classRoom },
    ],
    needMinor: need,
  }));

/** What counts, in plain words of its own: A within its room, then A and B within theirs. */
function countedOf({ choices, rooms }: CoverProgramme, units: Holdings): number {
  const [a = 0, b = 0, c = 0] = NAMES.map((name) => {
    const choice = choices.find(({ asset }) => asset === name);
    return choice ? Number(units.get(name) ?? 0n) * choice.valuePerUnit : 0;
  });
  const [own = 0, both = 0] = rooms.map(({ minor }) => minor);
  return Math.min(Math.min(a, own) + b, both) + c;
}

/** Every combination of whole units. */
function all({ choices }: CoverProgramme): Holdings[] {
  let found: Map<string, bigint>[] = [new Map()];
  for (const { asset, low, high } of choices)
    found = found.flatMap((each) =>
      Array.from({ length: Number(high - low) + 1 }, (_, more) =>
        new Map(each).set(asset, low + BigInt(more)),
      ),
    );
  return found;
}

describe('the cheapest holdings', () => {
  const search = (programme: CoverProgramme, solve = solveCover): Holdings | undefined =>
    cheapestHoldings(
      programme,
      solve,
      (units) => countedOf(programme, units) >= programme.needMinor,
    );

  it('cover, and cost no more than one unit of each asset above the best of all combinations', () => {
    fc.assert(
      fc.property(programmes, (programme) => {
        const covering = all(programme).filter(
          (units) => countedOf(programme, units) >= programme.needMinor,
        );
        const found = search(programme);
        expect(found === undefined).toBe(covering.length === 0);
        if (!found) return;
        expect(countedOf(programme, found)).toBeGreaterThanOrEqual(programme.needMinor);
        const best = Math.min(...covering.map((units) => costOfUnits(programme.choices, units)));
        const unitOfEach = programme.choices.reduce((sum, each) => sum + each.costPerUnit, 0);
        expect(costOfUnits(programme.choices, found)).toBeLessThanOrEqual(best + unitOfEach);
      }),
      { numRuns: 300 },
    );
  });

  it('cover also where the solver finds nothing or nonsense', () => {
    const nonsense = new Map([
      ['A', Number.NaN],
      ['B', -7],
    ]);
    fc.assert(
      fc.property(programmes, (programme) => {
        const found = search(programme);
        for (const answer of [undefined, nonsense]) {
          const other = search(programme, () => answer);
          expect(other === undefined).toBe(found === undefined);
          if (other)
            expect(countedOf(programme, other)).toBeGreaterThanOrEqual(programme.needMinor);
        }
      }),
    );
  });
});
