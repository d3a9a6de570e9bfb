import { describe, expect, it } from 'vitest';
import { isLegalEntityIdentifier } from './legal-entity-identifier.js';

const RIGHT = '5493001KJTIIGC8Y1R12';

describe('the check digits of ISO 17442', () => {
  it('accept an identifier that was issued', () => {
    expect(isLegalEntityIdentifier(RIGHT)).toBe(true);
  });

  it('refuse every change of a digit to another, and of a letter to another', () => {
    for (const [at, character] of Array.from(RIGHT).entries()) {
      const other = character <= '9' ? (character === '7' ? '8' : '7') : 'B';
      const wrong = `${RIGHT.slice(0, at)}${other}${RIGHT.slice(at + 1)}`;
      expect(isLegalEntityIdentifier(wrong), wrong).toBe(false);
    }
  });

  it.each(['', RIGHT.slice(1), `${RIGHT}0`, RIGHT.toLowerCase(), '5493001KJTIIGC8Y1RAB'])(
    'refuse %j, which has not the shape',
    (text) => expect(isLegalEntityIdentifier(text)).toBe(false),
  );
});
