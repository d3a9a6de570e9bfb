import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  multiply,
  rational,
  toDouble,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import { coreMeasure, measureTerms } from './core-measure.js';
import { expectedShortfall, tailBuffer, valueAtRisk } from './expected-shortfall.js';
import { groupRequirement, offsetCap, type GroupComponents } from './group-requirement.js';
import { tailCount } from './tail-count.js';

function shortfall(pnl: readonly number[], confidenceBp: number): Rational {
  const tail = tailCount(pnl.length, confidenceBp);
  return expectedShortfall(Float64Array.from(pnl), 0, tail, tailBuffer([tail]));
}

/** The definition read aloud: sort, take floor(k) in full and the fraction of the next. */
function byDefinition(pnl: readonly number[], confidenceBp: number): Rational {
  const losses = pnl.map((x) => BigInt(-x)).sort((a, b) => (a < b ? 1 : -1));
  const tenThousandths = BigInt(pnl.length * (10_000 - confidenceBp));
  let left = tenThousandths;
  let total = 0n;
  for (const loss of losses) {
    const weight = left < 10_000n ? left : 10_000n;
    total += loss * weight;
    left -= weight;
  }
  return rational(total, tenThousandths);
}

const quanta = fc.integer({ min: -1_000_000, max: 1_000_000 });
const confidence = fc.constantFrom(5000, 9000, 9500, 9900, 9950, 9999);
const vector = fc.array(quanta, { minLength: 1, maxLength: 400 });
const two = fc
  .integer({ min: 1, max: 300 })
  .chain((length) => fc.tuple(sized(length), sized(length)));
function sized(length: number): fc.Arbitrary<number[]> {
  return fc.array(quanta, { minLength: length, maxLength: length });
}

describe('worked example (c): value at risk and expected shortfall', () => {
  it('of losses 1 to 1250 at 99 % are 1238 and 1244.24', () => {
    const pnl = Float64Array.from({ length: 1250 }, (_, i) => -(((i * 7) % 1250) + 1));
    const tail = tailCount(1250, 9900);
    expect(valueAtRisk(pnl, 0, tail, tailBuffer([tail]))).toBe(1238);
    expect(compare(shortfall([...pnl], 9900), rational(124424n, 100n))).toBe(0);
  });

  it('counts 10 of 1000 scenarios at 99 %, not 11', () => {
    expect(tailCount(1000, 9900)).toMatchObject({ whole: 10, remainder: 0, kept: 10 });
  });

  it('is the worst loss where the tail is less than one scenario', () => {
    expect(compare(shortfall([-5, -70, 3], 9900), rational(70n))).toBe(0);
  });
});

describe('expected shortfall', () => {
  it('is its definition, for buffered and partitioned tails, also beyond 2^53', () => {
    fc.assert(
      fc.property(vector, confidence, (pnl, bp) => {
        expect(compare(shortfall(pnl, bp), byDefinition(pnl, bp))).toBe(0);
      }),
    );
    const large = Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1) * (2 ** 53 - 1 - i));
    expect(compare(shortfall(large, 9000), byDefinition(large, 9000))).toBe(0);
  });

  it('is sub-additive', () => {
    fc.assert(
      fc.property(two, confidence, ([x, y], bp) => {
        const joint = x.map((value, i) => value + y[i]!);
        const apart = add(shortfall(x, bp), shortfall(y, bp));
        expect(compare(shortfall(joint, bp), apart)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('is homogeneous, monotone, and moves with a sure gain', () => {
    fc.assert(
      fc.property(two, confidence, fc.integer({ min: 1, max: 50 }), ([x, y], bp, by) => {
        const base = shortfall(x, bp);
        const scaled = shortfall(
          x.map((value) => value * by),
          bp,
        );
        expect(compare(scaled, multiply(base, rational(BigInt(by))))).toBe(0);
        const better = x.map((value, i) => Math.max(value, y[i]!));
        expect(compare(shortfall(better, bp), base)).toBeLessThanOrEqual(0);
        const gained = x.map((value) => value + by);
        expect(compare(add(shortfall(gained, bp), rational(BigInt(by))), base)).toBe(0);
      }),
    );
  });

  it('is at least the value at risk', () => {
    fc.assert(
      fc.property(vector, confidence, (pnl, bp) => {
        const tail = tailCount(pnl.length, bp);
        const risk = valueAtRisk(Float64Array.from(pnl), 0, tail, tailBuffer([tail]));
        expect(compare(shortfall(pnl, bp), rational(BigInt(risk)))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('worked example (c): two classes', () => {
  /** 20 filtered, 20 long-run and 5 stressed scenarios at 90 %; what is not given is 0. */
  const place = (given: Readonly<Record<number, number>>): Float64Array =>
    Float64Array.from({ length: 45 }, (_, s) => given[s] ?? 0);
  const equity = place({
    0: -600,
    1: -430,
    2: 140,
    3: 200,
    20: -660,
    21: -473,
    40: -1500,
    41: 400,
  });
  const credit = place({ 0: 165, 2: -640, 3: -500, 22: -704, 23: -550, 41: -1900 });
  const terms = measureTerms(
    { filtered: 20, longRun: 20, stressed: 5 },
    9000,
    rational(1n, 4n),
    rational(1n),
  );
  const joint = coreMeasure(
    equity.map((value, s) => value + credit[s]!),
    terms,
  );
  const [first, second] = [coreMeasure(equity, terms), coreMeasure(credit, terms)];
  const marketRisk = offsetCap(
    joint.marketRisk,
    [first.marketRisk, second.marketRisk],
    rational(4n, 5n),
  );

  it('blends the blocks, caps the offset at 80 % and ends at 913.25', () => {
    expect([first.filtered, first.longRun, first.stressed].map(toDouble)).toEqual([
      515, 566.5, 1500,
    ]);
    expect([second.filtered, second.longRun, second.stressed].map(toDouble)).toEqual([
      570, 627, 1900,
    ]);
    expect(toDouble(first.marketRisk)).toBe(761.25);
    expect(toDouble(second.marketRisk)).toBe(902.5);
    expect(toDouble(joint.filtered)).toBe(467.5);
    expect(toDouble(joint.marketRisk)).toBe(725.625);
    expect(compare(marketRisk, rational(91325n, 100n))).toBe(0);
  });

  it('takes the long-run block where that is the largest, and nothing from a book that cannot lose', () => {
    const calm = coreMeasure(place({ 0: -100, 20: -300, 21: -200, 40: -120 }), terms);
    expect([calm.filtered, calm.stressed, calm.marketRisk].map(toDouble)).toEqual([50, 120, 250]);
    const winner = coreMeasure(new Float64Array(45).fill(10), terms);
    expect([winner.filtered, winner.marketRisk].map(toDouble)).toEqual([-10, 0]);
  });

  it.each([
    [300n, 613.25],
    [-300n, 1213.25],
    [5000n, 0],
  ])('takes a net option value of %d into account: %d', (value, expected) => {
    const none = rational(0n);
    const components: GroupComponents = {
      marketRisk,
      extendedMoves: none,
      shortOptionMinimum: none,
      floor: none,
      liquidity: none,
      wrongWay: none,
      correlationBreak: none,
      netOptionValue: rational(value),
    };
    expect(toDouble(groupRequirement(components))).toBe(expected);
    const floored = { ...components, floor: rational(2000n), liquidity: rational(10n) };
    const option = value > 0n ? -Number(value) : Number(-value);
    expect(toDouble(groupRequirement(floored))).toBe(Math.max(0, 2010 + option));
  });
});
