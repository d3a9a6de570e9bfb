import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const SECRET_BYTES = 32;

/** A secret that nobody guesses: 256 random bits, in letters, digits, `-` and `_`. */
export const makeSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/**
 * Writes a file for its owner's eyes alone, whole or not at all; its folder, made if it is not there, is for
 * the owner alone too.
 */
export function writeSecretFile(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  // What a killed run left may have another mode, which writing would keep.
  fs.rmSync(draft, { force: true });
  const descriptor = fs.openSync(draft, 'wx', 0o600);
  try {
    fs.writeFileSync(descriptor, text);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(draft, file);
}

/** What a file holds, or undefined where there is none. @throws Error when it may not be read */
export function readFileIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
