import { describe, expect, it } from 'vitest';
import { valuationInstant, yearsAtHorizon, yearsToExpiry } from './time-to-expiry.js';

const EXPIRY = Date.UTC(2026, 11, 18, 21);

describe('time to expiry', () => {
  it('is ACT/365F, to the millisecond, and 0 from the expiry on', () => {
    expect(yearsToExpiry(EXPIRY, EXPIRY - 365 * 86_400_000)).toBe(1);
    expect(yearsToExpiry(EXPIRY, EXPIRY - 1)).toBe(1 / (365 * 86_400_000));
    expect(yearsToExpiry(EXPIRY, EXPIRY)).toBe(0);
    expect(yearsToExpiry(EXPIRY, EXPIRY + 1)).toBe(0);
  });

  it('runs from the last step of the valuation interval', () => {
    const at = Date.UTC(2026, 10, 20, 14, 14, 59, 999);
    expect(valuationInstant(at, 15)).toBe(Date.UTC(2026, 10, 20, 14));
    expect(valuationInstant(at + 1, 15)).toBe(Date.UTC(2026, 10, 20, 14, 15));
  });

  it('is shorter by the horizon in a scenario, in business or in calendar days (b.4)', () => {
    expect(yearsAtHorizon(0.25, 2, 252)).toBe(0.25 - 2 / 252);
    expect(yearsAtHorizon(0.25, 2, 365)).toBe(0.25 - 2 / 365);
    expect(yearsAtHorizon(1 / 365, 2, 252)).toBe(0);
  });
});
