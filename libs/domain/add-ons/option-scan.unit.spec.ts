import { describe, expect, it } from 'vitest';
import { europeanOption, type EuropeanOption } from '#libs/domain/pricing/european-option.js';
import { optionValue } from '#libs/domain/pricing/option-value.js';
import { yearsAtHorizon } from '#libs/domain/pricing/time-to-expiry.js';
import { type OptionScan, optionScanPnl, type ScanMove } from './option-scan.js';

const GRID: readonly ScanMove[] = [
  ...[0, 1 / 3, -1 / 3, 2 / 3, -2 / 3, 1, -1].flatMap((price) => [
    { price, volatility: 1, cover: 1 },
    { price, volatility: -1, cover: 1 },
  ]),
  { price: 2, volatility: 0, cover: 0.35 },
  { price: -2, volatility: 0, cover: 0.35 },
];
const MULTIPLIER = 250;
const call = (strike: number, years: number): EuropeanOption =>
  europeanOption({ right: 'call', strike, years, riskFreeRate: 0, premiumStyle: 'premium' });

describe('worked example (b): SPAN array of a call 2825 on 2790, 30 days, 16 %', () => {
  const years = 30 / 365;
  const scan: OptionScan = {
    today: call(2825, years),
    atHorizon: call(2825, yearsAtHorizon(years, 1, 365)),
    forward: 2790,
    volatility: 0.16,
    priceRange: 120,
    volatilityRange: 0.04,
  };
  const shortCall = Array.from(optionScanPnl(scan, GRID), (pnl) => MULTIPLIER * pnl);
  const longFuture = GRID.map(({ price, cover }) => -MULTIPLIER * price * 120 * cover);

  it('long future and short call lose the printed totals, most in scenario 13', () => {
    const totals = shortCall.map((loss, s) => Number((loss + longFuture[s]!).toFixed(2)));
    expect(totals).toEqual([
      2853.13, -3207.59, -2410.87, -8763.1, 9107.72, 3916.21, -6681.51, -12679.01, 16288.44,
      12297.84, -10015.73, -15147.52, 24278.71, 21519.27, -5892.02, 17913.45,
    ]);
    expect(totals.indexOf(Math.max(...totals)) + 1).toBe(13);
  });

  it('the future alone loses 30,000, the short call 19,984.27 in scenario 11', () => {
    expect(Math.max(...longFuture)).toBe(30_000);
    const worst = Math.max(...shortCall);
    expect([worst.toFixed(2), shortCall.indexOf(worst) + 1]).toEqual(['19984.27', 11]);
  });

  it('has the printed premium', () => {
    expect(MULTIPLIER * optionValue(scan.today, 2790, 0.16)).toBeCloseTo(8939.32, 2);
  });

  it('does not let a volatility fall below zero', () => {
    const low = optionScanPnl({ ...scan, volatility: 0.03 }, [
      { price: 1, volatility: -1, cover: 1 },
    ]);
    expect(low[0]).toBeCloseTo(2910 - 2825 - optionValue(scan.today, 2790, 0.03), 12);
  });
});
