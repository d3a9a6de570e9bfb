import fs from 'node:fs';

/** Shorter ones could be guessed. */
const TOKEN_LENGTH_MIN = 32;

/** The operators' token in a file; undefined where none is named. @throws Error that shows none of it */
export function readOperatorToken(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const token = fs.readFileSync(file, 'utf8').trim();
  if (token.length >= TOKEN_LENGTH_MIN && /^[A-Za-z0-9._~+/=-]+$/.test(token)) return token;
  throw new Error(
    `${file} holds no token: take at least ${TOKEN_LENGTH_MIN} letters, digits and signs, as openssl rand -hex 32 makes them`,
  );
}
