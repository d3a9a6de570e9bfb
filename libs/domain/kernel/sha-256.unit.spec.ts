import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from './sha-256.js';

describe('SHA-256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of the example %j is the published one', (text, hash) => {
    expect(sha256(text)).toBe(hash);
  });

  it('is that of every other implementation, around the ends of blocks too', () => {
    const other = (text: string): string => createHash('sha256').update(text).digest('hex');
    for (let length = 50; length < 135; length++) {
      const text = 'x'.repeat(length);
      expect(sha256(text)).toBe(other(text));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(sha256(text)).toBe(other(text));
      }),
    );
  });
});
