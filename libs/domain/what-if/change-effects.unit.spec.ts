import { describe, expect, it } from 'vitest';
import { historicalHouse } from '#libs/domain/testing/historical-house.js';
import { booksOf, HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, trade } from '#libs/domain/testing/inputs.js';
import { referenceData } from '#libs/domain/testing/reference-document.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { changeEffects, type ChangeEffects } from './change-effects.js';
import { whatIf } from './what-if.js';

function effects({ house, engine }: HousePlay, after: ReferenceData): ChangeEffects | undefined {
  const steps = changeEffects(house, engine, after);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function traded(): HousePlay {
  const play = historicalHouse();
  play.trade(trade({ quantity: '10' }));
  play.trade(
    trade({
      tradeId: 'T-2',
      instrument: 'OIL-FUT',
      price: '70.00',
      quantity: '4',
      buyer: 'ALPHA/C1',
    }),
  );
  play.collateral(deposit({ quantity: '100000.00' }));
  return play;
}

const inForce = ({ house }: HousePlay): ReferenceData => {
  if (!house.reference) throw new Error('no reference data');
  return house.reference.data;
};

describe('the effect of a change of the reference data', () => {
  it('is on every account what applying it does, and leaves the house as it was', () => {
    const play = traded();
    const data = inForce(play);
    const after: ReferenceData = {
      ...data,
      model: { ...data.model, stressWeight: '0.50', lookback: 200 },
      members: data.members.map((member) => ({
        ...member,
        accounts: member.accounts.map((account) => ({
          ...account,
          marginMode: 'isolated' as const,
        })),
      })),
    };
    const before = structuredClone(booksOf(play.house));
    const said = effects(play, after);
    expect(booksOf(play.house)).toEqual(before);
    expect(said?.accounts.map(({ account }) => account)).toEqual([
      'ALPHA/C1',
      'ALPHA/HOUSE',
      'BETA/HOUSE',
    ]);
    play.command({ type: 'APPLY_REFERENCE_DATA', document: after });
    expect(play.of('ReferenceDataChanged')).toHaveLength(2);
    for (const { account, after: then } of said?.accounts ?? []) {
      const now = whatIf(play.house, play.engine, account, []);
      expect(now.ok && now.value.before).toEqual(then);
    }
  });

  it('adds up: after less before, account by account and in total', () => {
    const play = traded();
    const data = inForce(play);
    const said = effects(play, { ...data, model: { ...data.model, stressWeight: '1' } });
    const cents = (text: string | null): bigint => BigInt((text ?? '').replace('.', ''));
    let total = 0n;
    for (const { before, after, difference } of said?.accounts ?? []) {
      if (!('requirement' in before) || !('requirement' in after)) throw new Error('not computed');
      expect(cents(difference)).toBe(cents(after.requirement) - cents(before.requirement));
      total += cents(difference);
    }
    expect(total).not.toBe(0n);
    expect(cents(said?.total.difference ?? '')).toBe(total);
  });

  it('of the same document is none', () => {
    const play = traded();
    const said = effects(play, inForce(play));
    expect(said?.accounts.every(({ difference }) => difference === '0.00')).toBe(true);
    expect(said?.total.before).toBe(said?.total.after);
  });

  it('that takes the model of a class away says so for those who hold it', () => {
    const play = traded();
    const data = inForce(play);
    const underlyings = data.underlyings.map((each) => ({ ...each, minimumHistory: 5_000 }));
    const said = effects(play, { ...data, underlyings });
    expect(said?.accounts[0]).toMatchObject({
      account: 'ALPHA/C1',
      difference: null,
      after: { notComputable: expect.stringMatching(/^CLASS_WITHOUT_METHOD: /) as string },
    });
    expect(said?.total).toMatchObject({ before: '0.00', difference: '0.00' });
  });

  it('is on nobody before the first reference data', () => {
    expect(effects(new HousePlay(), referenceData())).toBeUndefined();
  });
});
