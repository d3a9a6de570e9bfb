import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  endDay,
  held,
  linesOfKind,
  settleNow,
  tradeOf,
} from '#libs/domain/testing/charged-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { price } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { priceAlignment } from './price-alignment.js';

const [A, B, C] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;
const ON = { priceAlignment: { enabled: true, rates: { USD: '0.0525' } } };

describe('price alignment, exactly', () => {
  it('of worked example f: 1,234,567, -1,000,000 and -234,567 at 5.25 % for a day', () => {
    const cumulative = new Map([
      ['A', 1_234_567n],
      ['B', -1_000_000n],
      ['C', -234_567n],
    ]);
    expect([...priceAlignment(cumulative, '0.0525', 1n)]).toEqual([
      ['A', -180n],
      ['B', 146n],
      ['C', 34n],
    ]);
  });

  it('adds up to zero at any rate, and no account is a whole unit from its exact part', () => {
    const amounts = fc.array(fc.bigInt(-(10n ** 12n), 10n ** 12n), { minLength: 1, maxLength: 9 });
    const rates = fc.integer({ min: -99_999, max: 99_999 });
    fc.assert(
      fc.property(amounts, rates, fc.bigInt(1n, 40n), (some, rate, days) => {
        const sum = some.reduce((total, each) => total + each, 0n);
        const cumulative = new Map([...some, -sum].map((each, i) => [`A${i}`, each]));
        const text = `${rate < 0 ? '-' : ''}0.${String(Math.abs(rate)).padStart(5, '0')}`;
        const parts = priceAlignment(cumulative, text, days);
        expect([...parts.values()].reduce((total, each) => total + each, 0n)).toBe(0n);
        for (const [account, minor] of parts) {
          const exact = -(cumulative.get(account) ?? 0n) * BigInt(rate) * days;
          const off = minor * 36_000_000n - exact;
          expect(off < 36_000_000n && off > -36_000_000n).toBe(true);
        }
      }),
    );
  });
});

describe('price alignment in cycles', () => {
  let play: HousePlay;
  const open = (changes: Record<string, unknown>): void => {
    play = HousePlay.open(changes);
    play.price(price({ observedAt: '2026-11-19T12:00:00.000Z' }));
    tradeOf(play, A, B, '70');
    tradeOf(play, A, C, '30');
    endDay(play, '2026-11-19', '5010.00');
  };
  beforeEach(() => open(ON));
  const alignment = (): string[] => linesOfKind(play, 'PRICE_ALIGNMENT');

  it('is paid by who received variation margin to who paid it, for each day that passed', () => {
    expect(alignment()).toEqual([]);
    endDay(play, '2026-11-20', '5010.00');
    // 50,000.00 x 5.25 % / 360 = 7.2917, of which 70 % are 5.1042.
    expect(alignment()).toEqual([`${A} -7.29`, `${B} 5.10`, `${C} 2.19`]);
    endDay(play, '2026-11-23', '5010.00');
    // Of -2187.50, 1531.25 and 656.25 cents the remainder of a half is the largest.
    expect(alignment().slice(3)).toEqual([`${A} -21.87`, `${B} 15.31`, `${C} 6.56`]);
    expect(held(play, 'ccp/settlement/USD')).toBe(0n);
    expect(held(play, 'ccp/fees')).toBe(0n);
  });

  it('goes by what was received when the day before had ended, intraday cycles included', () => {
    settleNow(play, '2026-11-20', '5020.00');
    endDay(play, '2026-11-20', '5000.00');
    expect(alignment()).toEqual([`${A} -7.29`, `${B} 5.10`, `${C} 2.19`]);
    endDay(play, '2026-11-23', '5000.00');
    expect(alignment()).toHaveLength(3);
  });

  it('is not kept nor paid while it is off, and begins anew when it comes back', () => {
    const apply = (changes: Record<string, unknown>) =>
      play.command({ type: 'APPLY_REFERENCE_DATA', document: referenceDocument(changes) });
    apply({});
    expect(play.house.charges).toMatchObject({ cumulative: undefined });
    endDay(play, '2026-11-20', '5010.00');
    expect(play.house.charges.closing).toBeUndefined();
    apply(ON);
    endDay(play, '2026-11-23', '5011.00');
    expect(alignment()).toEqual([]);
    endDay(play, '2026-11-24', '5011.00');
    expect(alignment()).toEqual([`${A} -0.73`, `${B} 0.51`, `${C} 0.22`]);
  });

  it('pays nothing in a currency without a rate', () => {
    open({ priceAlignment: { enabled: true, rates: { EUR: '0.05' } } });
    endDay(play, '2026-11-20', '5010.00');
    expect(alignment()).toEqual([]);
  });
});
