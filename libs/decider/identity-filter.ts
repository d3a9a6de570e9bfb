/** 16 MB of bits: at ten million identities two in a hundred new ones are looked up for nothing. */
const WORDS = 2 ** 22;
const BITS_MASK = WORDS * 32 - 1;
const PROBES = 4;

/**
 * Tells which identities are surely new, so that these need not be looked up (a Bloom filter). It never
 * takes a known one for new; with very many identities it only spares fewer look-ups.
 */
export class IdentityFilter {
  constructor(readonly words: Uint32Array = new Uint32Array(WORDS)) {}

  add(key: string): void {
    const [first, second] = hashes(key);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = (first + Math.imul(probe, second)) & BITS_MASK;
      const word = bit >>> 5;
      this.words[word] = (this.words[word] ?? 0) | (1 << (bit & 31));
    }
  }

  /** False only when the key was never added. */
  mayHave(key: string): boolean {
    const [first, second] = hashes(key);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = (first + Math.imul(probe, second)) & BITS_MASK;
      if (((this.words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

const pair: [number, number] = [0, 0];

/** Two independent 32-bit hashes of a text, in one pass (FNV-1a and a multiplicative one, mixed). */
function hashes(key: string): readonly [number, number] {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second + code, 0x85ebca6b) ^ (second >>> 15);
  }
  pair[0] = Math.imul(first ^ (first >>> 16), 0x7feb352d) >>> 0;
  pair[1] = (Math.imul(second ^ (second >>> 13), 0xc2b2ae35) >>> 0) | 1;
  return pair;
}
