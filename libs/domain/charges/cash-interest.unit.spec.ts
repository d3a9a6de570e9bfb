import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateAccount } from '#libs/domain/margin-calls/account-evaluation.js';
import { endDay, held, linesOfKind, payIn, settleNow } from '#libs/domain/testing/charged-house.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { instruct } from '#libs/domain/testing/instructions.js';
import { price } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';

const [A, B, C] = ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;
const [THURSDAY, FRIDAY, MONDAY] = ['2026-11-19', '2026-11-20', '2026-11-23'] as const;

function opened(cashInterest: Record<string, string>): HousePlay {
  const play = HousePlay.open({ cashInterest });
  play.price(price({ observedAt: `${THURSDAY}T12:00:00.000Z` }));
  return play;
}

const interest = (play: HousePlay): string[] => linesOfKind(play, 'INTEREST');

describe('interest on cash collateral', () => {
  let play: HousePlay;
  beforeEach(() => {
    play = opened({ USD: '0.03' });
    payIn(play, A, '1000000.00');
    endDay(play, THURSDAY);
  });

  it('of 3 % on a million is 83.33 for a day, and 250.02 for a weekend', () => {
    endDay(play, FRIDAY);
    endDay(play, MONDAY);
    // 1,000,083.33 x 3 % x 3 / 360 = 250.0208.
    expect(interest(play)).toEqual([`${A} 83.33`, `${A} 250.02`]);
  });

  it('begins with the first end of a day: before it nobody can say since when', () => {
    expect(interest(play)).toEqual([]);
  });

  it('is on what was there when the day before had been booked, not on what came since', () => {
    payIn(play, B, '5000000.00');
    endDay(play, FRIDAY);
    expect(interest(play)).toEqual([`${A} 83.33`]);
    endDay(play, MONDAY);
    expect(interest(play).slice(1)).toEqual([`${A} 250.02`, `${B} 1250.00`]);
  });

  it('is booked by the end of the day alone', () => {
    settleNow(play, FRIDAY);
    expect(interest(play)).toEqual([]);
    endDay(play, FRIDAY);
    expect(interest(play)).toEqual([`${A} 83.33`]);
  });

  it('comes in from the bank with the cycle, so that all of it can be taken out', () => {
    endDay(play, FRIDAY);
    expect(play.of('SettlementCycleCompleted').at(-1)?.journal).toEqual([
      { book: 'external/BANK', asset: 'USD', amount: '-8333' },
      { book: 'ccp/fees', asset: 'USD', amount: '8333' },
    ]);
    expect(held(play, 'ccp/fees')).toBe(0n);
    const all = instruct(play, { asset: 'USD', quantity: '1000083.33', valueDate: FRIDAY });
    expect(all.type).toBe('CollateralWithdrawn');
    expect(held(play, 'external/BANK')).toBe(0n);
  });

  it('is paid at the rate in force when the cycle runs', () => {
    const document = referenceDocument({ cashInterest: { USD: '0.06' } });
    play.command({ type: 'APPLY_REFERENCE_DATA', document });
    endDay(play, FRIDAY);
    expect(interest(play)).toEqual([`${A} 166.67`]);
  });
});

describe('interest in more than one currency', () => {
  it('is paid in each by its own rate, half-even, and on no debt', () => {
    const play = opened({ USD: '0.03', EUR: '0.018' });
    play.price(price({ symbol: 'EURUSD', price: '1.25', observedAt: `${THURSDAY}T12:00:00.000Z` }));
    payIn(play, A, '100.00', 'EUR'); // 0.5 cents: to the even zero
    payIn(play, B, '300.00', 'EUR'); // 1.5 cents: to the even two
    payIn(play, C, '12.00'); // 0.1 cents
    endDay(play, THURSDAY);
    endDay(play, FRIDAY);
    expect(interest(play)).toEqual([`${B} 0.02`]);
  });
});

describe('interest below zero', () => {
  let play: HousePlay;
  beforeEach(() => {
    play = opened({ USD: '-0.036' });
    payIn(play, A, '1000.00');
    endDay(play, THURSDAY);
  });

  it('is paid by the account and stays with the clearing house', () => {
    endDay(play, FRIDAY);
    expect(interest(play)).toEqual([`${A} -0.10`]);
    expect(held(play, 'ccp/fees')).toBe(10n);
    expect(play.of('SettlementCycleCompleted').at(-1)).not.toHaveProperty('journal');
  });

  it('is unsettled as the days pass, and an intraday cycle leaves it so', () => {
    const unsettled = () => evaluateAccount(play.house, play.engine, A).unsettledMinor;
    expect(unsettled()).toBe(0n);
    settleNow(play, FRIDAY);
    expect(unsettled()).toBe(-10n);
    settleNow(play, MONDAY);
    expect(unsettled()).toBe(-40n);
    endDay(play, MONDAY);
    expect([interest(play), unsettled()]).toEqual([[`${A} -0.40`], 0n]);
  });
});
