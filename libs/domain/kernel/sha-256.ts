/** Bytes of a block, and of the length that ends the last one (FIPS 180-4, 5.1.1). */
const BLOCK = 64;
const LENGTH = 8;
const ROUNDS = 64;

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const CONSTANTS = words(
  '428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5' +
    'd807aa9812835b01243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174' +
    'e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da' +
    '983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca635114292967' +
    '27b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85' +
    'a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070' +
    '19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3' +
    '748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2',
);

/** The same of the square roots of the first 8 primes: where every hash starts. */
const START = words('6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19');

/**
 * SHA-256 (FIPS 180-4) of a text in UTF-8, in lower-case hexadecimal. The domain knows no library of
 * Node, and what an event says of a document must be decided where the event is.
 */
export function sha256(text: string): string {
  const message = padded(new TextEncoder().encode(text));
  const state = new DataView(START.buffer.slice(0));
  const schedule = new DataView(new ArrayBuffer(ROUNDS * 4));
  for (let from = 0; from < message.byteLength; from += BLOCK) {
    expand(message, from, schedule);
    compress(state, schedule);
  }
  let hex = '';
  for (let i = 0; i < 8; i++)
    hex += state
      .getUint32(i * 4)
      .toString(16)
      .padStart(8, '0');
  return hex;
}

/** The message, one bit, zeros, and the message's length in bits: a whole number of blocks. */
function padded(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 1 + LENGTH) / BLOCK) * BLOCK;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(length - LENGTH, BigInt(bytes.length) * 8n);
  return view;
}

/** The 64 words of one block (6.2.2, step 1). */
function expand(message: DataView, from: number, schedule: DataView): void {
  const word = (i: number): number => schedule.getUint32(i * 4);
  for (let i = 0; i < 16; i++) schedule.setUint32(i * 4, message.getUint32(from + i * 4));
  for (let i = 16; i < ROUNDS; i++) {
    const [near, far] = [word(i - 2), word(i - 15)];
    const small1 = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
    const small0 = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
    schedule.setUint32(i * 4, (small1 + word(i - 7) + small0 + word(i - 16)) >>> 0);
  }
}

/** Takes one block into the hash (6.2.2, steps 2 to 4). */
function compress(state: DataView, schedule: DataView): void {
  const at = (i: number): number => state.getUint32(i * 4);
  let [a, b, c, d] = [at(0), at(1), at(2), at(3)];
  let [e, f, g, h] = [at(4), at(5), at(6), at(7)];
  for (let i = 0; i < ROUNDS; i++) {
    const big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first =
      (h + big1 + choice + CONSTANTS.getUint32(i * 4) + schedule.getUint32(i * 4)) >>> 0;
    const big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e] = [g, f, e, (d + first) >>> 0];
    [d, c, b, a] = [c, b, a, (first + big0 + majority) >>> 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => state.setUint32(i * 4, (at(i) + word) >>> 0));
}

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function words(hex: string): DataView {
  const view = new DataView(new ArrayBuffer(hex.length / 2));
  for (let i = 0; i < hex.length; i += 8)
    view.setUint32(i / 2, Number.parseInt(hex.slice(i, i + 8), 16));
  return view;
}
