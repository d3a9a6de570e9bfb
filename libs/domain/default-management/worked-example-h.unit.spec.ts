import { describe, expect, it } from 'vitest';
import { booksOf, fold } from '#libs/domain/testing/house-play.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';

/** Layers with what they used, and who bore it. */
const used = (house: HouseOfFive): unknown[] =>
  house
    .steps('LAYER_APPLIED')
    .map(({ layer, used: amount, contributions }) => [
      layer,
      amount,
      ...(contributions ?? []).map(({ member, amount: part }) => `${member} ${part}`),
    ]);

describe('worked example h', () => {
  it('a loss of 667 goes through margin, default fund, own capital and the survivors', () => {
    const house = new HouseOfFive();
    const id = house.lose(667);
    expect(house.bear(id)).toMatchObject({ outcome: 'DONE', result: { remaining: '0' } });
    expect(house.steps('LOSS_DETERMINED')[0]).toMatchObject({
      loss: '667',
      parts: { closeOut: '667', ownTrades: '0' },
    });
    expect(used(house)).toEqual([
      ['DEFAULTER_MARGIN', '300'],
      ['DEFAULTER_DEFAULT_FUND', '174'],
      ['CCP_FIRST_LOSS', '25'],
      ['SURVIVORS_DEFAULT_FUND', '168', 'B 65', 'C 52', 'D 31', 'E 20'],
    ]);
    expect(house.held(`default/${id}/cash/JPY`)).toBe(0n);
    expect(house.held('ccp/settlement/JPY')).toBe(667n);
    house.settle('2026-11-21', { FUT: '100' });
    expect(house.held('ccp/settlement/JPY')).toBe(0n);
    expect(house.held('account/A/HOUSE/cash/JPY')).toBe(0n);
    expect(house.held('account/B/HOUSE/cash/JPY') + house.held('account/C/HOUSE/cash/JPY')).toBe(
      10_667n,
    );
    expect(house.ask({ type: 'CLOSE_DEFAULT', defaultId: id }).outcome).toBe('DONE');
    expect(house.steps('REPLENISHMENT_CALLED')[0]).toMatchObject({ amount: '168' });
    expect(booksOf(fold('main', house.play.events))).toEqual(booksOf(house.play.house));
  });

  it('a loss of 1500 needs assessments of 376, and 239 are cut from gains', () => {
    const house = new HouseOfFive();
    const id = house.lose(1500);
    expect(house.bear(id)).toMatchObject({ outcome: 'DONE', result: { remaining: '0' } });
    expect(used(house)).toEqual([
      ['DEFAULTER_MARGIN', '300'],
      ['DEFAULTER_DEFAULT_FUND', '174'],
      ['CCP_FIRST_LOSS', '25'],
      ['SURVIVORS_DEFAULT_FUND', '376', 'B 145', 'C 116', 'D 69', 'E 46'],
      ['CCP_SECOND_LOSS', '10'],
      ['ASSESSMENTS', '376', 'B 145', 'C 116', 'D 69', 'E 46'],
      ['GAINS_HAIRCUT', '239'],
    ]);
    house.settle('2026-11-21', { FUT: '100' });
    expect(house.held('ccp/settlement/JPY')).toBe(0n);
    const gained = house.held('account/C/HOUSE/cash/JPY') - 5000n;
    expect(gained).toBe(1500n - 239n);
  });
});
