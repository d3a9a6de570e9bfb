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

  it('what is recovered goes back in reverse order, and pays the calls that it makes needless', () => {
    const house = new HouseOfFive();
    const id = house.lose(1500);
    house.bear(id);
    house.settle('2026-11-21', { FUT: '100' });
    for (const [member, amount] of Object.entries({ B: '145', C: '116', D: '69', E: '46' }))
      house.deposit(member, amount, 'DEFAULT_FUND_DEPOSIT');
    house.ask({ type: 'CLOSE_DEFAULT', defaultId: id });
    const recover = (amount: string) =>
      house.ask({ type: 'RECOVER', defaultId: id, amount, reason: 'dividend' });
    const before = house.held('account/C/HOUSE/cash/JPY');
    expect(recover('239')).toMatchObject({ outcome: 'DONE' });
    expect(house.held('account/C/HOUSE/cash/JPY') - before).toBe(239n);
    expect(recover(String(376 + 10 + 376)).outcome).toBe('DONE');
    expect(house.held('default-fund/B')).toBe(145n);
    expect(house.play.of('MarginCallIssued').map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 4 }, () => 'ASSESSMENT'),
      ...Array.from({ length: 4 }, () => 'DEFAULT_FUND'),
    ]);
    expect(house.play.house.marginCalls.open.size).toBe(0);
    expect(
      house
        .steps('RECOVERED')
        .at(-1)
        ?.contributions.map(({ layer }) => layer),
    ).toEqual([
      ...Array.from({ length: 4 }, () => 'ASSESSMENTS'),
      'CCP_SECOND_LOSS',
      ...Array.from({ length: 4 }, () => 'SURVIVORS_DEFAULT_FUND'),
    ]);
  });
});
