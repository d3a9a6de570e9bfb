import { describe, expect, it } from 'vitest';
import { IdentityFilter } from './identity-filter.js';

const key = (i: number): string => `trade/XSIM/X-${i}`;

describe('the filter of identities', () => {
  it('never takes a known identity for new', () => {
    const filter = new IdentityFilter();
    for (let i = 0; i < 200_000; i++) filter.add(key(i));
    for (let i = 0; i < 200_000; i++) expect(filter.mayHave(key(i))).toBe(true);
  });

  it('takes hardly any new identity for a known one', () => {
    const filter = new IdentityFilter();
    for (let i = 0; i < 1_000_000; i++) filter.add(key(i));
    let mistaken = 0;
    for (let i = 1_000_000; i < 1_100_000; i++) if (filter.mayHave(key(i))) mistaken += 1;
    expect(mistaken).toBeLessThan(100);
  });
});
