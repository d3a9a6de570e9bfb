import { describe, expect, it } from 'vitest';
import { sha256 } from '#libs/domain/kernel/sha-256.js';
import { bitsOf } from '#libs/domain/numerics/double-bits.js';
import { classesByGroup } from './account-requirement.js';
import { bookOf, requirementOf } from './known-market.fixture.js';
import { ADD_ONS, INSTRUMENTS, mixedMarket } from './mixed-market.fixture.js';

/**
 * What these inputs gave when it was checked. A change of the model changes it, and is then said in
 * the history of this file; another machine or another version of Node does not.
 */
const ROWS: Readonly<Record<string, string>> = {
  'A-NEAR': 'b4204e17cc70b27f',
  'A-FAR': '4958a28c74410e16',
  'A-CALL': '4a3a491b47dd7ffc',
  'A-PUT': '970ac9ec5dc8ab0b',
  'A-MARGINED': '639c2555b7d0a42a',
  'A-SOON': 'b3ee48cc156f9ccd',
  'B-PERP': '71583f45e5d6a2eb',
  'B-INDEX': '54ad4aea918b60fc',
  'B-PUT': '669d9dcc0bc14a19',
  'C-FUT': '8613311017367020',
  'C-CALL': '6e87497efa20695e',
  'C-PUT': '30c1be8eeb6d07cc',
  'D-FUT': '2428ba5c313402bc',
  'D-CALL': 'eeb986ee1c7136a3',
  'E-PUT': 'ec627119ff38f8da',
  'E-PERP': 'e994a2304623879b',
};
const cube = mixedMarket(ADD_ONS, { liquidityAddOn: true });
const BOOK = Object.fromEntries(INSTRUMENTS.map(({ id }, i) => [id, ((i * 7) % 11) - 5 || 3]));

describe('the same bits on every machine', () => {
  it.each(INSTRUMENTS.map(({ id }) => id))('the row of %s', (id) => {
    const row = cube.row(id);
    if (!row.ok) throw new Error(row.error.code);
    const { price, delta, notionalMinor, option } = row.value.values;
    const values = [price, delta, option?.vegaMinor ?? 0].map(bitsOf);
    const { numerator, denominator } = notionalMinor;
    const text = [...values, numerator, denominator, ...row.value.pnl].join();
    expect(sha256(text).slice(0, 16)).toBe(ROWS[id]);
  });

  it('the measures and the requirement of an account', () => {
    const classes = classesByGroup(bookOf(BOOK), cube);
    if (!classes.ok) throw new Error(classes.error.code);
    const measures = [...classes.value.values()]
      .flat()
      .map(({ marketRisk: { numerator, denominator } }) => `${numerator}/${denominator}`);
    expect(sha256(measures.join()).slice(0, 16)).toBe('21cc7f343873c90f');
    expect(requirementOf(cube, BOOK).requirementMinor).toBe(28_696n);
    expect(requirementOf(cube, BOOK, 'isolated').requirementMinor).toBe(29_056n);
  });
});
