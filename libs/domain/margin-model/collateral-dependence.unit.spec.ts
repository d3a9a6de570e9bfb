import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rational, toDouble } from '#libs/domain/numerics/rational.js';
import {
  assetMoves,
  beforeHaircuts,
  groupDependence,
  haircutsCover,
  wrongWayOfCollateral,
  type MovingCollateral,
} from './collateral-dependence.js';
import type { HeldRow } from './class-holding.js';
import { measureTerms } from './core-measure.js';
import { UnitRow } from './unit-row.js';

const SCENARIOS = 60;
/** One quantum is a hundredth of a minor unit; the tail has three of sixty scenarios. */
const TERMS = measureTerms(
  { filtered: 40, longRun: 0, stressed: 20 },
  9500,
  rational(1n, 4n),
  rational(1n, 100n),
);

const VALUES = {
  instrument: 'I',
  underlying: 'U',
  price: 1,
  notionalMinor: rational(1n),
  delta: 1,
  extendedPnl: new Float64Array(),
};
const MODEL = {
  method: 'scan',
  scan: { priceRange: '0', volatilityRange: '0', extremeMultiple: '3', extremeCover: '0.33' },
} as const;

function positions(pnl: readonly number[], lots: number): HeldRow[] {
  return [{ lots, row: new UnitRow(VALUES, MODEL, Float64Array.from(pnl)) }];
}

function collateral(
  moves: readonly number[],
  countedMinor: bigint,
  haircutBp: number,
): MovingCollateral {
  const kept = rational(BigInt(10_000 - haircutBp), 10_000n);
  const amounts = beforeHaircuts(countedMinor, kept);
  return { asset: 'A', ...amounts, ...assetMoves(Float64Array.from(moves), TERMS) };
}

const moves = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: SCENARIOS,
  maxLength: SCENARIOS,
});
const pnl = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), {
  minLength: SCENARIOS,
  maxLength: SCENARIOS,
});
const lots = fc.integer({ min: -50, max: 50 }).filter((each) => each !== 0);
const counted = fc.bigInt({ min: 1n, max: 10_000_000n });
const haircut = fc.integer({ min: 0, max: 9_900 });

describe('dependence of collateral (margin-model.md g.4)', () => {
  it('is 540 in worked example g, and nothing for collateral that hedges', () => {
    expect(wrongWayOfCollateral(1050n, 1890n, 300n)).toBe(540n);
    expect(wrongWayOfCollateral(1050n, 700n, 300n)).toBe(0n);
  });

  it('adds nothing for positions that gain in the whole tail', () => {
    expect(wrongWayOfCollateral(-200n, 400n, 300n)).toBe(100n);
  });

  it('adds haircuts back to what counts', () => {
    const { grossMinor, haircutMinor } = beforeHaircuts(90_000n, rational(9n, 10n));
    expect([grossMinor, haircutMinor].map(toDouble)).toEqual([100_000, 10_000]);
  });

  it('of an asset that moves like the position is its whole risk beyond the haircut', () => {
    const falls = Array.from({ length: SCENARIOS }, (_, s) => -(s % 20) / 100);
    const held = positions(
      falls.map((move) => move * 10_000),
      3,
    );
    // Every tail is made of falls of 19 %: 57 of 300 minor units, 1,900 of the 10,000 that are lodged.
    expect(groupDependence(held, [collateral(falls, 9_000n, 1_000)], TERMS)).toEqual({
      aloneMinor: 57n,
      togetherMinor: 1_957n,
      haircutsMinor: 1_000n,
      chargeMinor: 900n,
    });
  });

  it('is nothing wherever haircuts cover what each asset risks alone', () => {
    let covered = 0;
    fc.assert(
      fc.property(pnl, lots, moves, counted, haircut, (row, n, relative, minor, bp) => {
        const held = positions(row, n);
        const assets = [collateral(relative, minor, bp)];
        if (!haircutsCover(assets, TERMS)) return;
        covered += 1;
        expect(groupDependence(held, assets, TERMS).chargeMinor).toBe(0n);
      }),
      { numRuns: 300 },
    );
    expect(covered).toBeGreaterThan(20);
  });

  it('never takes more than collateral brings: more of an asset never leaves less cover', () => {
    fc.assert(
      fc.property(pnl, lots, moves, counted, counted, haircut, (row, n, relative, a, more, bp) => {
        const held = positions(row, n);
        const cover = (minor: bigint): bigint =>
          minor - groupDependence(held, [collateral(relative, minor, bp)], TERMS).chargeMinor;
        // Each charge is rounded three times, by less than a minor unit.
        expect(cover(a + more) + 3n >= cover(a)).toBe(true);
      }),
    );
  });

  it('stays a bound where the sums are too large to be exact', () => {
    const falls = Array.from({ length: SCENARIOS }, () => -0.5);
    const held = positions(falls, 1);
    const huge = [collateral(falls, 10n ** 18n, 1_000)];
    const { chargeMinor, haircutsMinor } = groupDependence(held, huge, TERMS);
    expect(Number(chargeMinor) / (Number(haircutsMinor) * 4)).toBeCloseTo(1, 6);
  });
});
