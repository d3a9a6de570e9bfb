import { describe, expect, it } from 'vitest';
import { rationalFromDecimal } from '#libs/domain/numerics/rational.js';
import { fundSize } from './fund-size.js';
import { monitorFund } from './monitor-fund.js';
import { splitFirstLoss } from './split-first-loss.js';

const terms = (minimumMinor: bigint, roundingMinor: bigint) => ({
  multiplier: rationalFromDecimal('1.10'),
  minimumMinor,
  roundingMinor,
});

describe('the size of the default fund (margin-model.md h.5)', () => {
  it('is 550 in worked example h', () => {
    expect(fundSize(500n, 310n, terms(0n, 1n))).toBe(550n);
  });

  it('is never below the minimum, and rounded up to its step', () => {
    expect(fundSize(500n, 310n, terms(600n, 1n))).toBe(600n);
    expect(fundSize(501n, 310n, terms(0n, 100n))).toBe(600n);
  });

  it('is never below Article 42(3) of EMIR', () => {
    expect(fundSize(100n, 180n, terms(0n, 1n))).toBe(180n);
  });
});

describe('monitoring of the default fund', () => {
  const peaks = (a: bigint, b: bigint) => [
    { group: 'A', lossMinor: a },
    { group: 'B', lossMinor: b },
  ];

  it('says nothing of groups up to 40 % of the fund', () => {
    expect(monitorFund(1_000n, 800n, peaks(400n, 400n))).toEqual([]);
  });

  it('warns above 40 %, without a charge', () => {
    expect(monitorFund(1_000n, 950n, peaks(401n, 300n))).toEqual([
      { group: 'A', lossMinor: 401n, status: 'WARNED', supplementMinor: 0n },
    ]);
  });

  it('charges what is above 45 % only while the two largest are above 90 %', () => {
    expect(monitorFund(1_000n, 900n, peaks(500n, 400n))).toEqual([
      { group: 'A', lossMinor: 500n, status: 'WARNED', supplementMinor: 0n },
    ]);
    expect(monitorFund(1_000n, 901n, peaks(500n, 401n))).toEqual([
      { group: 'A', lossMinor: 500n, status: 'CHARGED', supplementMinor: 50n },
      { group: 'B', lossMinor: 401n, status: 'WARNED', supplementMinor: 0n },
    ]);
  });
});

describe('the first skin in the game', () => {
  it('stands behind each ledger pro rata to the size of its fund, to the unit', () => {
    const funds = [
      { ledger: 'bonds', sizeMinor: 100n },
      { ledger: 'main', sizeMinor: 200n },
    ];
    expect(Object.fromEntries(splitFirstLoss(1_000n, funds))).toEqual({ bonds: 333n, main: 667n });
  });

  it('stands equally behind ledgers whose funds have no size yet', () => {
    const funds = ['bonds', 'main'].map((ledger) => ({ ledger, sizeMinor: 0n }));
    expect(Object.fromEntries(splitFirstLoss(25n, funds))).toEqual({ bonds: 13n, main: 12n });
  });
});
