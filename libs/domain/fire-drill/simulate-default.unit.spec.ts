import { describe, expect, it } from 'vitest';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { booksOf } from '#libs/domain/testing/house-play.js';
import type { DrillQuestion } from './drill-question.js';
import type { DrillResult } from './drill-result.js';
import { ownShare } from './own-share.js';
import { simulateDefault } from './simulate-default.js';

const MOVES = {
  stressScenarios: [
    { name: 'fall', moves: { IDX: '-0.1053605156578263' } },
    { name: 'rise', moves: { IDX: '0.25' } },
  ],
};

function drill(house: HouseOfFive, question: DrillQuestion): DrillResult {
  const { play } = house;
  const result = simulateDefault(play.house, play.engine, question);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const used = ({ layers }: DrillResult): string[] =>
  layers.filter((each) => each.used !== '0').map(({ layer, used: amount }) => `${layer} ${amount}`);

describe('a fire drill (default-management.md, "Before anything happens")', () => {
  it('a stated loss of 667 is borne as in worked example h, and nothing is touched', () => {
    const house = new HouseOfFive();
    const before = structuredClone(booksOf(house.play.house));
    const result = drill(house, { member: 'A', lossMinor: 667n });
    expect(booksOf(house.play.house)).toEqual(before);
    expect(used(result)).toEqual([
      'DEFAULTER_MARGIN 300',
      'DEFAULTER_DEFAULT_FUND 174',
      'CCP_FIRST_LOSS 25',
      'SURVIVORS_DEFAULT_FUND 168',
    ]);
    expect(result).toMatchObject({ loss: '667', unallocated: '0', defaultId: 'main-D1' });
    expect(result.survivors.map(({ member, used: part }) => `${member} ${part}`)).toEqual([
      'B 65',
      'C 52',
      'D 31',
      'E 20',
    ]);
    expect(result.survivors[0]).toMatchObject({
      contribution: '145',
      percentOfContribution: '44.8',
    });
    expect(result.prefunded).toEqual({ available: '885', used: '667', leftForNext: '218' });
  });

  it('a stated loss of 1500 needs assessments of 376, and 239 are cut from those who gain', () => {
    const result = drill(new HouseOfFive(), { member: 'A', lossMinor: 1500n });
    expect(used(result)).toEqual([
      'DEFAULTER_MARGIN 300',
      'DEFAULTER_DEFAULT_FUND 174',
      'CCP_FIRST_LOSS 25',
      'SURVIVORS_DEFAULT_FUND 376',
      'CCP_SECOND_LOSS 10',
      'ASSESSMENTS 376',
      'GAINS_HAIRCUT 239',
    ]);
    expect(result.survivors.map(({ member, haircut }) => `${member} ${haircut}`)).toEqual([
      'B 48',
      'C 191',
      'D 0',
      'E 0',
    ]);
    expect(result.marketHaircut).toBe('0');
  });

  it('a scenario closes out at its prices: 10 per cent down loses 1000 on 100 lots at 100', () => {
    const house = new HouseOfFive(MOVES);
    const result = drill(house, { member: 'A', scenario: 'fall' });
    expect(result.closedOut).toEqual([
      { account: 'A/HOUSE', instrument: 'FUT', quantity: '100', price: '90' },
    ]);
    expect(result).toMatchObject({ loss: '1000', parts: { closeOut: '1000' } });
    expect(drill(house, { member: 'A', scenario: 'rise' })).toMatchObject({ loss: '0' });
  });

  it('without a scenario a book at present marks loses what it has not settled', () => {
    const house = new HouseOfFive();
    house.price('FUT', '97');
    expect(drill(house, { member: 'A' })).toMatchObject({
      loss: '300',
      toEstate: '174',
      closedOut: [{ price: '97' }],
    });
  });

  it.each([0n, 250n, 300n, 474n, 499n])(
    'of a loss of %s all layers say what they have, those too that are not asked',
    (lossMinor) => {
      const { layers, prefunded } = drill(new HouseOfFive(), { member: 'A', lossMinor });
      expect(layers.slice(0, 5).map(({ layer, available }) => `${layer} ${available}`)).toEqual([
        'DEFAULTER_MARGIN 300',
        'DEFAULTER_DEFAULT_FUND 174',
        'CCP_FIRST_LOSS 25',
        'SURVIVORS_DEFAULT_FUND 376',
        'CCP_SECOND_LOSS 10',
      ]);
      expect(prefunded).toMatchObject({ available: '885', used: `${lossMinor}` });
    },
  );

  it('says what no layer bears', () => {
    const waterfall = ['DEFAULTER_MARGIN', 'CCP_FIRST_LOSS'];
    const house = new HouseOfFive({ ...MOVES, waterfall });
    const result = drill(house, { member: 'A', scenario: 'fall' });
    expect(result).toMatchObject({ loss: '1000', unallocated: '675' });
    expect(result.layers.map(({ lossAfter }) => lossAfter)).toEqual(['700', '675']);
  });

  it('refuses who is no member, a scenario that is none, a loss below what is lost already', () => {
    const house = new HouseOfFive(MOVES);
    house.price('FUT', '97');
    const { play } = house;
    const refusals = [
      { member: 'Z' },
      { member: 'A', scenario: 'flood' },
      { member: 'A', lossMinor: 299n },
    ].map((question) => simulateDefault(play.house, play.engine, question));
    expect(refusals).toEqual([
      { ok: false, error: expect.objectContaining({ code: 'UNKNOWN_MEMBER' }) },
      {
        ok: false,
        error: expect.objectContaining({
          code: 'UNKNOWN_SCENARIO',
          reason: expect.stringContaining('fall, rise'),
        }),
      },
      { ok: false, error: expect.objectContaining({ reason: expect.stringContaining('300 JPY') }) },
    ]);
  });

  it('rehearses a default that is proposed already, and refuses one that is declared', () => {
    const house = new HouseOfFive();
    house.ask({ type: 'DECLARE_DEFAULT', member: 'A', reason: 'INSOLVENCY' }, 'op1');
    expect(drill(house, { member: 'A', lossMinor: 10n }).defaultId).toBe('main-D1');
    house.ask({ type: 'CONFIRM_DEFAULT', defaultId: 'main-D1' }, 'op2');
    const again = simulateDefault(house.play.house, house.play.engine, { member: 'A' });
    expect(again).toMatchObject({ ok: false, error: { code: 'ALREADY_IN_DEFAULT' } });
  });

  it('gives a member its own share and nothing of the others', () => {
    const result = drill(new HouseOfFive(), { member: 'A', lossMinor: 667n });
    const own = ownShare(result, 'C');
    expect(own?.share).toMatchObject({ member: 'C', used: '52' });
    expect(JSON.stringify(own)).not.toMatch(/"[BDE]"|65|31|20\b/);
    expect(ownShare(result, 'A')).toBeUndefined();
  });
});
