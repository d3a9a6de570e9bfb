import { describe, expect, it } from 'vitest';
import { isAccountId, isIdentifier, memberOf } from './identifier.js';

describe('an identifier', () => {
  it.each(['A', '9', 'SPX-FUT-2026-12', 'a.b_c-d', 'x'.repeat(64)])('%j is one', (text) => {
    expect(isIdentifier(text)).toBe(true);
  });

  it.each(['', '-A', '.A', '_A', '__proto__', 'A B', 'A/B', 'Ä', 'A\n', 'x'.repeat(65), 7, null])(
    '%j is none',
    (text) => {
      expect(isIdentifier(text)).toBe(false);
    },
  );
});

describe('an account', () => {
  it('is a member and an account of it', () => {
    expect(isAccountId('ALPHA/HOUSE')).toBe(true);
    expect(memberOf('ALPHA/HOUSE')).toBe('ALPHA');
  });

  it.each(['ALPHA', 'ALPHA/', '/HOUSE', '/', 'ALPHA/HOUSE/X', 'ALPHA//HOUSE', 'A/ B', '', null])(
    '%j is none',
    (text) => {
      expect(isAccountId(text)).toBe(false);
    },
  );
});
