import { describe, expect, it } from 'vitest';
import { indexReferenceData } from './reference-index.js';
import { validateReferenceData } from './validate-reference-data.js';
import { wholeDocument } from './whole-document.fixture.js';

function wholeIndex() {
  const result = validateReferenceData(wholeDocument());
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return indexReferenceData(result.value);
}

describe('the index of a document', () => {
  it('has the terms of each instrument as numbers', () => {
    const { instruments } = wholeIndex();
    expect(instruments.get('PWR-JAN')).toMatchObject({
      type: 'future',
      liquidationGroup: 'POWER',
      currency: 'EUR',
      currencyScale: 2,
      tickSize: '0.05',
      tick: { units: 5n, unitsNumber: 5, scale: 2 },
      tickValueMinor: 3720,
      multiplier: 744,
      expiryMs: Date.UTC(2027, 0, 29, 15),
      strike: undefined,
    });
    expect(instruments.get('PWR-JAN-80-P')).toMatchObject({ strike: 80, multiplier: 744 });
    expect(instruments.get('PWR-PERP')).toMatchObject({ expiryMs: undefined, multiplier: 10 });
    expect(instruments.get('constructor')).toBeUndefined();
  });

  it('finds accounts by member and account, and everything else by its id', () => {
    const index = wholeIndex();
    expect([...index.accounts.keys()]).toEqual(['NORD/HOUSE', 'NORD/F1']);
    expect(index.accounts.get('NORD/F1')?.account.client).toBe('Fund F');
    expect(index.accounts.get('NORD/F1')?.member.id).toBe('NORD');
    expect(index.members.get('NORD')?.status).toBe('suspended');
    expect(index.liquidationGroups.get('POWER')?.horizonDays).toBe(5);
    expect(index.underlyings.get('PWR')?.method).toBe('scan');
    expect(index.collateral.get('NORD-BOND')?.priceSymbol).toBe('NORDB');
    expect([...index.currencyScales]).toEqual([
      ['EUR', 2],
      ['JPY', 0],
    ]);
    expect(index).toMatchObject({ baseCurrency: 'EUR', baseScale: 2 });
    expect(index.instrumentsOfUnderlying.get('PWR')?.map(({ id }) => id)).toEqual([
      'PWR-JAN',
      'PWR-JAN-80-P',
      'PWR-PERP',
    ]);
  });
});
