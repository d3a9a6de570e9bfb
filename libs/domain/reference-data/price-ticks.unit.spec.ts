import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUnits, parseDecimal } from '#libs/domain/kernel/decimal.js';
import { priceToTicks, ticksToPrice, tickGridOf } from './price-ticks.js';

const on = (tickSize: string) => ({ tick: tickGridOf(tickSize) });
const ticks = (count: number) => ({ kind: 'ticks', ticks: count });

describe('a price in ticks', () => {
  it.each([
    ['0.25', '5010.25', 20041],
    ['0.25', '5010', 20040],
    ['0.25', '5010.2500000', 20041],
    ['0.25', '-37.75', -151],
    ['0.25', '0', 0],
    ['0.25', '-0.00', 0],
    ['0.50', '61000.5', 122001],
    ['1', '7', 7],
    ['5', '-15', -3],
    ['0.015625', '1.046875', 67],
    ['0.000000000001', '9007.199254740991', Number.MAX_SAFE_INTEGER],
    ['0.05', '450359962737049.55', Number.MAX_SAFE_INTEGER],
  ])('at a tick of %s: %s is %d', (tickSize, price, count) => {
    expect(priceToTicks(on(tickSize), price)).toEqual(ticks(count));
  });

  it.each([
    ['0.25', '5010.30', '5010.25', '5010.50'],
    ['0.25', '-0.10', '-0.25', '0.00'],
    ['0.50', '61000.51', '61000.50', '61001.00'],
    ['5', '7.123456789012345678', '5', '10'],
    ['0.25', '5010.25000000000000000000001', '5010.25', '5010.50'],
    ['0.3', '1', '0.9', '1.2'],
  ])('at a tick of %s: %s lies between %s and %s', (tickSize, price, below, above) => {
    expect(priceToTicks(on(tickSize), price)).toEqual({ kind: 'off-tick', below, above });
  });

  it.each([
    ['0.05', '450359962737049.60'],
    ['1', '-9007199254740992'],
    ['1', '9'.repeat(60)],
    ['0.25', '9'.repeat(60)],
  ])('at a tick of %s: %s is more ticks than are counted', (tickSize, price) => {
    expect(priceToTicks(on(tickSize), price)).toEqual({ kind: 'too-large' });
  });

  it.each(['', '-', '.5', '5.', '1e3', '0x10', '01', '-01.5', '1.2.3', ' 1', '+1', 'NaN', '--1'])(
    'is never read from %j',
    (price) => {
      expect(() => priceToTicks(on('0.25'), price)).toThrow(RangeError);
    },
  );

  it('is never the negative zero', () => {
    const result = priceToTicks(on('0.25'), '-0.00');
    expect(result.kind === 'ticks' && Object.is(result.ticks, 0)).toBe(true);
    expect(ticksToPrice(on('0.25'), -0)).toBe('0.00');
  });
});

describe('ticks as a price', () => {
  it.each([
    ['0.25', 20000, '5000.00'],
    ['0.50', 122001, '61000.50'],
    ['0.5', 122001, '61000.5'],
    ['1', -7, '-7'],
    ['0.01', -5, '-0.05'],
    ['1000', Number.MAX_SAFE_INTEGER, '9007199254740991000'],
  ])('are written with the decimals of the tick size %s: %d is %s', (tickSize, count, price) => {
    expect(ticksToPrice(on(tickSize), count)).toBe(price);
  });
});

/** Tick sizes as files have them: 1 to 9,999 units of the last of up to twelve decimals. */
const anyTickSize = fc
  .tuple(fc.bigInt(1n, 9_999n), fc.nat(12))
  .map(([units, scale]) => formatUnits(units, scale));

describe('for every tick size', () => {
  it('a price that was written from ticks is read as the same ticks', () => {
    fc.assert(
      fc.property(anyTickSize, fc.maxSafeInteger(), (tickSize, count) => {
        const price = ticksToPrice(on(tickSize), count);
        expect(priceToTicks(on(tickSize), price)).toEqual(ticks(count === 0 ? 0 : count));
      }),
      { numRuns: 2_000 },
    );
  });

  it('a price is on its tick exactly when division in whole numbers leaves nothing', () => {
    const anyPrice = fc
      .tuple(fc.bigInt(-(10n ** 14n), 10n ** 14n), fc.nat(6))
      .map(([units, scale]) => formatUnits(units, scale));
    fc.assert(
      fc.property(anyTickSize, anyPrice, (tickSize, price) => {
        const [value, size] = [parseDecimal(price), parseDecimal(tickSize)];
        const units = value.units * 10n ** BigInt(20 - value.scale);
        const sizeUnits = size.units * 10n ** BigInt(20 - size.scale);
        const result = priceToTicks(on(tickSize), price);
        if (result.kind === 'ticks') expect(BigInt(result.ticks) * sizeUnits).toBe(units);
        if (result.kind !== 'off-tick') return;
        expect(units % sizeUnits).not.toBe(0n);
        const [below, above] = [priceToTicks(on(tickSize), result.below), result.above];
        if (below.kind !== 'ticks') throw new Error('the price below is on its tick');
        expect(ticksToPrice(on(tickSize), below.ticks + 1)).toBe(above);
        expect(BigInt(below.ticks) * sizeUnits < units).toBe(true);
        expect(BigInt(below.ticks + 1) * sizeUnits > units).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
