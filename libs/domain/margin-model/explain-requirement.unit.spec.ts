import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  multiply,
  rational,
  rationalFromDecimal,
  roundToEven,
  subtract,
  sum,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { MarginMode } from '#libs/domain/reference-data/model.js';
import type { RequirementBreakdown } from './requirement-breakdown.js';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import { classesByGroup } from './account-requirement.js';
import type { AccountFacts } from './account-facts.js';
import { accountRequirement } from './account-requirement.js';
import type { MeasureExplanation } from './explain-measure.js';
import { explainRequirement, type GroupExplanation } from './explain-requirement.js';
import { MarginBook } from './margin-book.js';
import type { MarginCube } from './margin-cube.js';

const CLASS_OF: Readonly<Record<string, string>> = { 'OIL-FUT': 'OIL', 'GAS-FUT': 'GAS' };
const INSTRUMENTS = [
  'SPX-FUT',
  'SPX-FAR',
  'SPX-EUR',
  'SPX-CALL',
  'SPX-PUT',
  'SPX-FUTURES-CALL',
  'OIL-FUT',
  'GAS-FUT',
];

/** The cube of a house, with the rows of every instrument in it. */
function cubeOfEverything(): MarginCube {
  const play = historicalHouse();
  const { engine } = play;
  for (const instrument of INSTRUMENTS)
    expect(engine.obstacleToMargining(instrument)).toBeUndefined();
  // A mark is loaded with whatever asks for it.
  for (const instrument of INSTRUMENTS) engine.raisesRequirement('ALPHA/HOUSE', instrument, 1);
  return engine.inside('ALPHA/HOUSE').cube;
}

const cube = cubeOfEverything();
const FACTS: AccountFacts = {
  memberLiquidity: new Map([['SPX', rational(12_345n)]]),
  ownShares: new Map([['SPX', rationalFromDecimal('0.03')]]),
};

type Positions = Readonly<Record<string, number>>;

function explained(
  mode: MarginMode,
  positions: Positions,
): { groups: readonly GroupExplanation[]; breakdown: RequirementBreakdown; book: MarginBook } {
  const book = new MarginBook(mode);
  for (const [id, lots] of Object.entries(positions)) book.add(id, CLASS_OF[id] ?? 'SPX', lots);
  const groups = explainRequirement(book, cube, FACTS);
  const breakdown = accountRequirement(book, cube, FACTS);
  if (!groups.ok || !breakdown.ok) throw new Error(JSON.stringify([groups, breakdown]));
  return { groups: groups.value, breakdown: breakdown.value, book };
}

const books = fc.dictionary(
  fc.constantFrom(...INSTRUMENTS),
  fc.integer({ min: -40, max: 40 }).filter((lots) => lots !== 0),
  { minKeys: 1, maxKeys: 6, noNullPrototype: true },
);
const modes = fc.constantFrom<MarginMode>('portfolio', 'cross', 'isolated');

/** What the scenarios of the binding tails add up to, in minor units. */
function addedUp({ bindingTails }: MeasureExplanation): Rational {
  const parts = bindingTails.map(({ weight, scenarios }) =>
    multiply(
      weight,
      scenarios.reduce(
        (total, { lossQuanta, weight: { numerator, denominator } }) =>
          add(total, rational(BigInt(lossQuanta) * BigInt(numerator), BigInt(denominator))),
        ZERO,
      ),
    ),
  );
  return multiply(sum(parts), cube.minorPerQuantum);
}

const expectEqual = (a: Rational, b: Rational): void => expect(compare(a, b)).toBe(0);

describe('the parts of a requirement are the whole', () => {
  it('the shares of positions add up to the market risk of class and group, to the fraction', () => {
    fc.assert(
      fc.property(modes, books, (mode, positions) => {
        const { groups, breakdown, book } = explained(mode, positions);
        const classes = classesByGroup(book, cube);
        if (!classes.ok) throw new Error(classes.error.code);
        for (const [i, group] of groups.entries()) {
          const said = breakdown.groups[i]!;
          for (const risk of classes.value.get(group.liquidationGroup)!) {
            const own = group.shares.filter(
              ({ underlying }) => underlying === risk.holding.underlying,
            );
            expect(own.map(({ lots }) => lots)).toEqual(risk.held.map(({ lots }) => lots));
            expectEqual(sum(own.map(({ alone }) => alone)), risk.marketRisk);
          }
          if (group.joint)
            expectEqual(
              sum(group.shares.map(({ joint }) => joint ?? ZERO)),
              group.joint.measure.marketRisk,
            );
          expect(roundToEven(group.marketRisk)).toBe(said.marketRiskMinor);
          expectEqual(group.marketRisk, sum(group.shares.map(({ marketRisk }) => marketRisk)));
        }
      }),
    );
  });

  it('the scenarios of the binding tail add up to M, and no other term of M is larger', () => {
    fc.assert(
      fc.property(modes, books, (mode, positions) => {
        for (const { joint, classes } of explained(mode, positions).groups) {
          const parts = classes.flatMap(({ parts: of }) => of.map(({ measure }) => measure));
          for (const each of [joint, ...parts]) {
            if (!each) continue;
            const { measure, blend, binding } = each;
            expectEqual(addedUp(each), measure.marketRisk);
            const terms = {
              nothing: ZERO,
              filtered: measure.filtered,
              longRun: measure.longRun,
              blend: blend ?? ZERO,
            };
            expectEqual(terms[binding], measure.marketRisk);
            for (const term of Object.values(terms))
              expect(compare(term, measure.marketRisk)).toBeLessThanOrEqual(0);
            const weights = each.bindingTails.map(({ weight }) => weight);
            if (binding !== 'nothing') expectEqual(sum(weights), rational(1n));
          }
        }
      }),
    );
  });

  it('the charges of the classes add up to those of the group', () => {
    fc.assert(
      fc.property(modes, books, (mode, positions) => {
        const { groups, breakdown } = explained(mode, positions);
        for (const [i, { classes }] of groups.entries()) {
          const said = breakdown.groups[i]!;
          const total = (pick: (of: (typeof classes)[number]['charges']) => Rational): bigint =>
            roundToEven(sum(classes.map(({ charges }) => pick(charges))));
          expect(total(({ floor }) => floor)).toBe(said.floorMinor);
          expect(total(({ extendedMoves }) => extendedMoves)).toBe(said.extendedMovesMinor);
          expect(total((of) => of.shortOptionMinimum)).toBe(said.shortOptionMinimumMinor);
          expect(total((of) => of.netOptionValue)).toBe(said.netOptionValueMinor);
          expect(total(({ wrongWay }) => wrongWay?.charge ?? ZERO)).toBe(said.wrongWayMinor);
          expect(
            total(({ liquidity }) =>
              liquidity
                ? sum([liquidity.ofDelta, liquidity.ofVegaAndHorizon, liquidity.ofMember])
                : ZERO,
            ),
          ).toBe(said.liquidityMinor);
        }
      }),
    );
  });
});

describe('an explanation', () => {
  it('lists the tail whose weighted losses are the shortfall, worst first, with dates and shocks', () => {
    const { groups } = explained('portfolio', { 'SPX-FUT': 4, 'SPX-FAR': -1, 'OIL-FUT': 3 });
    const [group] = groups;
    const { tails, measure } = group!.classes[1]!.parts[0]!.measure!;
    for (const block of ['filtered', 'longRun', 'stressed'] as const) {
      const weighted = tails[block].map(({ lossQuanta, weight }) =>
        rational(BigInt(lossQuanta) * BigInt(weight.numerator), BigInt(weight.denominator)),
      );
      expectEqual(multiply(weighted.reduce(add), cube.minorPerQuantum), measure[block]);
      const losses = tails[block].map(({ lossQuanta }) => lossQuanta);
      expect(losses).toEqual([...losses].sort((a, b) => b - a));
    }
    expect(tails.stressed[0]!.label).toBe('crash');
    expect(tails.filtered[0]!.label).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(group!.joint!.tails.stressed[0]!.label).toBe('crash');
  });

  it('has in isolated mode a part for each position, and no joint measure', () => {
    const { groups } = explained('isolated', { 'SPX-FUT': 4, 'SPX-FAR': -1, 'OIL-FUT': 1 });
    expect(groups[0]!.joint).toBeUndefined();
    expect(groups[0]!.classes[1]!.parts.map(({ instruments }) => instruments)).toEqual([
      ['SPX-FAR'],
      ['SPX-FUT'],
    ]);
    expect(groups[0]!.shares.every(({ marketRisk }) => marketRisk.numerator >= 0n)).toBe(true);
  });

  it('gives a hedge a share below zero, and the hedged position more than the whole', () => {
    const { groups } = explained('portfolio', { 'SPX-FUT': 10, 'SPX-FAR': -4 });
    const { shares, marketRisk } = groups[0]!;
    expect(shares.map(({ instrument }) => instrument)).toEqual(['SPX-FAR', 'SPX-FUT']);
    expect(shares[0]!.marketRisk.numerator < 0n).toBe(true);
    expect(compare(shares[1]!.marketRisk, marketRisk)).toBe(1);
  });

  it('of a class by scan shares the worst scenario of the grid', () => {
    const { groups } = explained('portfolio', { 'GAS-FUT': -5 });
    const { classes, shares, marketRisk } = groups[0]!;
    const losses = classes[0]!.parts[0]!.scanLossesQuanta!;
    const worst = multiply(rational(BigInt(Math.max(...losses))), cube.minorPerQuantum);
    expectEqual(shares[0]!.marketRisk, worst);
    expectEqual(subtract(marketRisk, worst), ZERO);
  });

  it('says that a group of options that were paid needs nothing', () => {
    expect(explained('portfolio', { 'SPX-CALL': 3, 'SPX-PUT': 1 })).toMatchObject({
      groups: [{ onlyPaidOptions: true }],
      breakdown: { requirementMinor: 0n },
    });
    expect(explained('portfolio', { 'SPX-CALL': 3, 'SPX-PUT': -1 }).groups[0]).toMatchObject({
      onlyPaidOptions: false,
    });
  });
});
