import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { instruct } from '#libs/domain/testing/instructions.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';
import { valueCollateral, valueHoldings } from './collateral-value.js';
import { collateralHeld, withChange, type Holdings } from './holdings.js';

const capped = (...collateralLimits: object[]): HousePlay => HousePlay.open({ collateralLimits });

let play: HousePlay;

beforeEach(() => {
  play = capped(
    { asset: 'BTC', shareOfRequirement: '0.30' },
    { asset: 'BTC', totalQuantity: '50' },
    { asset: 'BTC', totalQuantity: '70' },
  );
});

function answer(quantity: string, given: Partial<CollateralInstruction> = {}): unknown {
  const instructionId = `D-${play.events.length}`;
  const [event] = play.collateral(deposit({ instructionId, asset: 'BTC', quantity, ...given }));
  return event?.payload;
}

function lowerTo(totalQuantity: string): void {
  const document = { collateralLimits: [{ asset: 'BTC', totalQuantity }] };
  play.command({ type: 'APPLY_REFERENCE_DATA', document: { ...referenceDocument(), ...document } });
  expect(play.of('CommandAnswered').at(-1)).toMatchObject({ outcome: 'DONE' });
}

const refused = (maximumQuantity: string): object => ({
  code: 'LIMIT_EXCEEDED',
  field: 'quantity',
  maximumQuantity,
});

describe('the cap of an asset', () => {
  it('counts what all members hold together; what fits to the last unit is taken', () => {
    expect(answer('30')).not.toHaveProperty('code');
    expect(answer('20.00000001', { account: 'BETA/HOUSE' })).toMatchObject({
      ...refused('20.00000000'),
      reason:
        'all members together may hold 50.00000000 BTC and hold 30.00000000; BETA/HOUSE can deliver at most 20.00000000',
    });
    expect(answer('20', { account: 'BETA/HOUSE' })).not.toHaveProperty('code');
    expect(answer('0.00000001', { account: 'GAMMA/HOUSE' })).toMatchObject(refused('0.00000000'));
  });

  it('takes nothing from a refused deposit, which may come again smaller', () => {
    answer('50.1');
    expect(play.house.books.size).toBe(0);
    expect(answer('50')).not.toHaveProperty('code');
  });

  it('is of its asset alone', () => {
    expect(answer('51', { asset: 'ETH' })).not.toHaveProperty('code');
  });

  it('finer than the asset can be held counts rounded down', () => {
    play = capped({ asset: 'UST-2028', totalQuantity: '100.009' });
    expect(answer('100.01', { asset: 'UST-2028' })).toMatchObject(refused('100.00'));
    expect(answer('100.00', { asset: 'UST-2028' })).not.toHaveProperty('code');
  });

  it('that was lowered leaves what is held, and takes no more', () => {
    play = capped();
    answer('60');
    lowerTo('50');
    expect(answer('1')).toMatchObject(refused('0.00000000'));
  });

  it('that was lowered below what is held counts pro rata over all accounts, rounded down', () => {
    play = capped();
    play.price(price({ symbol: 'BTCUSD', price: '100' }));
    answer('30');
    answer('20', { account: 'BETA/HOUSE' });
    answer('10', { account: 'ALPHA/C1' });
    const counted = (account: string): readonly bigint[] => {
      const { valueMinor, countedMinor } = valueCollateral(play.house, account, 0n);
      return [valueMinor, countedMinor];
    };
    expect(counted('ALPHA/HOUSE')).toEqual([225_000n, 225_000n]);
    lowerTo('35');
    // 35 of 60, at 75.00 each after the haircut: what is held stays, and its value is shown whole.
    expect(counted('ALPHA/HOUSE')).toEqual([225_000n, 131_250n]);
    expect(counted('BETA/HOUSE')).toEqual([150_000n, 87_499n]);
    expect(counted('ALPHA/C1')).toEqual([75_000n, 43_749n]);
    play.evaluate();
    // What one takes back makes room for the others, who are looked at again.
    expect(instruct(play, { account: 'ALPHA/C1', asset: 'BTC', quantity: '10' })).toMatchObject({
      type: 'CollateralWithdrawn',
    });
    expect(counted('ALPHA/HOUSE')).toEqual([225_000n, 157_500n]);
    expect(play.house.attention.everyone).toBe(true);
  });

  it('pro rata lets the account count more with more of it, whatever others have', () => {
    const units = fc.bigInt(1n, 10n ** 10n);
    fc.assert(
      fc.property(units, units, units, fc.integer({ min: 1, max: 90 }), (own, more, other, cap) => {
        play = capped();
        play.price(price({ symbol: 'BTCUSD', price: '100' }));
        const quantity = (of: bigint): string => formatUnits(of, 8);
        answer(quantity(own));
        answer(quantity(other), { account: 'BETA/HOUSE' });
        lowerTo(String(cap));
        const held = collateralHeld(play.house, 'ALPHA/HOUSE');
        const counts = (holdings: Holdings): bigint =>
          valueHoldings(play.house, 'ALPHA/HOUSE', holdings, 0n).countedMinor;
        expect(counts(withChange(held, 'BTC', more)) >= counts(held)).toBe(true);
        const all = counts(held) + valueCollateral(play.house, 'BETA/HOUSE', 0n).countedMinor;
        expect(all <= BigInt(cap) * 7_500n).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('comes after the quantity, and an own issue before it', () => {
    play = capped({ asset: 'ALPHA-BOND', totalQuantity: '0' });
    const given = { asset: 'ALPHA-BOND', account: 'BETA/HOUSE' };
    expect(answer('0.001', given)).toMatchObject({ code: 'INVALID_QUANTITY' });
    expect(answer('1', given)).toMatchObject(refused('0.00'));
    expect(answer('1', { asset: 'ALPHA-BOND' })).toMatchObject({ code: 'INELIGIBLE_OWN_ISSUE' });
  });

  it('of cash lets who owes pay: that is held by nobody', () => {
    play = capped({ asset: 'USD', totalQuantity: '100.00' });
    play.price(price());
    play.trade(trade({ quantity: '1' }));
    play.price(price({ price: '4990.00' }));
    play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
    // ALPHA/HOUSE owes 500.00, which BETA/HOUSE has been credited with.
    const given = { asset: 'USD' };
    expect(answer('500.01', given)).toMatchObject(refused('500.00'));
    expect(answer('500.00', given)).not.toHaveProperty('code');
  });
});
