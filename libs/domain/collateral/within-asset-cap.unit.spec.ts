import { beforeEach, describe, expect, it } from 'vitest';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { referenceDocument } from '#libs/domain/testing/reference-document.js';

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
    const document = { collateralLimits: [{ asset: 'BTC', totalQuantity: '50' }] };
    const { events } = play;
    play.command({
      type: 'APPLY_REFERENCE_DATA',
      document: { ...referenceDocument(), ...document },
    });
    expect(events.at(-1)).toMatchObject({ type: 'CommandAnswered', payload: { outcome: 'DONE' } });
    expect(answer('1')).toMatchObject(refused('0.00000000'));
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
