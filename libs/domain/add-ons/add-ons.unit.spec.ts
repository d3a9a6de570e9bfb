import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { horizonExtension, liquidityCharge, vegaLiquidityCharge } from './liquidity-charge.js';
import { bufferedMargin, bufferFactor } from './margin-buffer.js';
import { memberLiquidityCharges } from './member-liquidity.js';

const TERMS = {
  lotValue: 40_000,
  halfSpread: 0.0001,
  dailyVolatility: 0.012,
  averageDailyVolume: 20_000,
};
const lots = fc.double({ min: 0, max: 1e6, noNaN: true });

describe('liquidity charge (margin-model.md d.1)', () => {
  it('worked example (d): 5,000 lots cost 1,220,000, 500 lots 39,947.33', () => {
    expect(liquidityCharge(TERMS, 5_000)).toBeCloseTo(1_220_000, 6);
    expect(liquidityCharge(TERMS, -500)).toBeCloseTo(39_947.33, 2);
  });

  it('worked example (d): 60,000 lots at 25 % of the volume take 12 days, mu = 1.41421356', () => {
    const { liquidationDays, multiplier } = horizonExtension(-60_000, 20_000, 0.25, 2);
    expect(liquidationDays).toBe(12);
    expect(multiplier).toBeCloseTo(1.41421356, 8);
    expect(horizonExtension(20_000, 20_000, 0.25, 2).multiplier).toBe(1);
  });

  it('is nothing for no position, the same for long and short, and super-additive', () => {
    expect(liquidityCharge(TERMS, 0)).toBe(0);
    fc.assert(
      fc.property(lots, lots, (a, b) => {
        const whole = liquidityCharge(TERMS, a + b);
        expect(liquidityCharge(TERMS, -(a + b))).toBe(whole);
        const parts = liquidityCharge(TERMS, a) + liquidityCharge(TERMS, b);
        expect(parts).toBeLessThanOrEqual(whole * (1 + 1e-12));
      }),
    );
  });

  it('of vega adds up the sizes over the tenors', () => {
    expect(vegaLiquidityCharge([2_000, -500], 0.01)).toBe(25);
  });
});

describe('liquidity of a member (margin-model.md d.1)', () => {
  const chargeOf = (netLots: number): number => liquidityCharge(TERMS, netLots);
  const account = (name: string, netLots: number) => ({
    account: name,
    netLots,
    charge: chargeOf(netLots),
  });

  it('splitting a position over accounts does not reduce the charge', () => {
    fc.assert(
      fc.property(fc.array(lots, { minLength: 1, maxLength: 8 }), (parts) => {
        const accounts = parts.map((part, i) => account(`A${i}`, part));
        const extra = [...memberLiquidityCharges(accounts, chargeOf).values()];
        const total = [...accounts.map(({ charge }) => charge), ...extra].reduce(
          (a, b) => a + b,
          0,
        );
        const whole = chargeOf(parts.reduce((a, b) => a + b, 0));
        expect(Math.abs(total - whole)).toBeLessThanOrEqual(1e-9 * (1 + whole));
      }),
    );
  });

  it('charges the side that costs more, by lots', () => {
    const accounts = [account('A', 3_000), account('B', 1_000), account('C', -500)];
    const extra = memberLiquidityCharges(accounts, chargeOf);
    const missing = chargeOf(4_000) - chargeOf(3_000) - chargeOf(1_000) - chargeOf(500);
    expect([...extra.keys()]).toEqual(['A', 'B']);
    expect(extra.get('A')).toBeCloseTo(0.75 * missing, 6);
    expect(extra.get('B')).toBeCloseTo(0.25 * missing, 6);
  });

  it('charges nothing where the accounts already pay more on both sides', () => {
    const accounts = [account('A', 3_000), account('B', -3_000)];
    expect(memberLiquidityCharges(accounts, chargeOf)).toEqual(new Map());
  });
});

describe('buffer (margin-model.md d.4)', () => {
  const MEASURES = [100, 110, 120, 130, 126, 110, 90];
  const MARGINS = MEASURES.reduce<number[]>(
    (margins, measure) => [...margins, bufferedMargin(measure, margins.at(-1))],
    [],
  );

  it('worked example (d): 125, 125, 125, 130, 130, 130, 112.5', () => {
    expect(MARGINS).toEqual([125, 125, 125, 130, 130, 130, 112.5]);
  });

  it('scales the measure of the class by 1 to 1.25', () => {
    expect(MARGINS.map((margin, i) => bufferFactor(margin, MEASURES[i]!))).toEqual([
      1.25,
      125 / 110,
      125 / 120,
      1,
      130 / 126,
      130 / 110,
      1.25,
    ]);
    expect(bufferFactor(0, 0)).toBe(1);
  });
});
