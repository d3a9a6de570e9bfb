import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';

/**
 * Hashes of passwords by scrypt (RFC 7914), each with a salt of its own, as text that names its cost:
 * `scrypt$15$8$1$SALT$HASH`, the first number the logarithm of N, salt and hash in base64url.
 */
const LOG_N = 15;
const BLOCK = 8;
const PARALLEL = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Twice what N = 2^15 and blocks of 8 take. */
const MEMORY_BYTES_MAX = 64 * 1024 ** 2;

export const PASSWORD_LENGTH_MIN = 16;
export const PASSWORD_LENGTH_MAX = 128;

/** What is wrong with a password that somebody chose; the sentence has nothing of it. */
export function passwordFault(password: string): string | undefined {
  const { length } = password;
  if (length < PASSWORD_LENGTH_MIN || length > PASSWORD_LENGTH_MAX)
    return `has ${length} characters; take ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX}`;
  // Beyond these, clients prepare passwords each in their own way (RFC 4013).
  if (!/^[\x21-\x7e]+$/.test(password))
    return 'has a blank or something beyond ASCII; take letters, digits and signs';
  return undefined;
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, HASH_BYTES, optionsOf(LOG_N, BLOCK, PARALLEL));
  return ['scrypt', LOG_N, BLOCK, PARALLEL, encode(salt), encode(hash)].join('$');
}

/** A hash that no password has: to take the same time for who is not known. */
export const NOBODYS_HASH = ['scrypt', LOG_N, BLOCK, PARALLEL, 'AAAAAAAAAAAAAAAAAAAAAA', ''].join(
  '$',
);

/** Whether a password has this hash; compares in a time that tells nothing. */
export async function isPasswordOf(password: string, stored: string): Promise<boolean> {
  const [kind, logN, block, parallel, salt = '', hash = ''] = stored.split('$');
  if (kind !== 'scrypt') throw new Error(`a password is hashed by ${kind}, which is not known`);
  const options = optionsOf(Number(logN), Number(block), Number(parallel));
  const expected = Buffer.from(hash, 'base64url');
  const found = await derive(password, Buffer.from(salt, 'base64url'), HASH_BYTES, options);
  return expected.length === HASH_BYTES && timingSafeEqual(found, expected);
}

const encode = (bytes: Buffer): string => bytes.toString('base64url');

const optionsOf = (logN: number, r: number, p: number): ScryptOptions => ({
  N: 2 ** logN,
  r,
  p,
  maxmem: MEMORY_BYTES_MAX,
});

function derive(
  password: string,
  salt: Buffer,
  length: number,
  options: ScryptOptions,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
