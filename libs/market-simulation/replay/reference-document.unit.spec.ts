import { describe, expect, it } from 'vitest';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { madeUpMarkets } from '../testing/made-up-markets.js';
import { planReplay } from './plan-replay.js';
import { MEMBERS_MAX, populate } from './population.js';
import { replayDocument } from './reference-document.js';

const plan = planReplay(madeUpMarkets(150), '2001-06-01', '2001-07-12');

describe('the reference data of a replay', () => {
  it('is valid for any number of members', () => {
    for (const members of [2, 6, MEMBERS_MAX]) {
      const result = validateReferenceData(replayDocument(plan, populate(members)));
      expect(result.ok ? [] : result.error).toEqual([]);
    }
  });

  it('knows no time of stress that had not ended before the first day', () => {
    const result = validateReferenceData(replayDocument(plan, populate(2)));
    const periods = result.ok ? result.value.model.stressPeriods : undefined;
    expect(periods?.map(({ to }) => to)).toEqual(['1991-02-28', '1998-10-31', '2001-04-30']);
  });

  it('takes differences instead of logarithms where a close is not positive', () => {
    const [index, oil] = madeUpMarkets(150);
    const below = oil!.closes.map(([date], i) => [date, i === 120 ? '-1' : '5'] as const);
    const other = planReplay(
      [index!, { market: oil!.market, closes: below }],
      '2001-06-01',
      '2001-07-12',
    );
    const result = validateReferenceData(replayDocument(other, populate(2)));
    expect(result.ok && result.value.underlyings.map(({ returns }) => returns)).toEqual([
      'log',
      'absolute',
    ]);
  });
});
