import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { accessFolder } from '#libs/platform/house-secrets.js';
import { makeSecret, readFileIfThere, writeSecretFile } from '#libs/platform/secret-file.js';
import { type AccessUser, usernameOf } from './access-user.js';

/** A password and the id of its generation, by which a file and a record know each other. */
export interface Credential {
  readonly id: string;
  readonly password: string;
}

export const newCredential = (password = makeSecret()): Credential => ({
  id: randomUUID(),
  password,
});

/** The file to hand over to a user, below the data folder. */
export function credentialsFile(dataDir: string, { role, name }: AccessUser): string {
  return path.join(accessFolder(dataDir), 'credentials', role, `${name}.json`);
}

/**
 * Writes the file to hand over to a user, for its owner's eyes.
 * @param connection what else the user has to know to connect
 */
export function writeCredentials(
  dataDir: string,
  user: AccessUser,
  { id, password }: Credential,
  connection: object,
): void {
  const content = { username: usernameOf(user), password, credentialId: id, ...connection };
  writeSecretFile(credentialsFile(dataDir, user), `${JSON.stringify(content, undefined, 2)}\n`);
}

/** The credential in a user's file; undefined where there is none. @throws Error that names the file */
export function readCredentials(dataDir: string, user: AccessUser): Credential | undefined {
  const file = credentialsFile(dataDir, user);
  const text = readFileIfThere(file);
  if (text === undefined) return undefined;
  const { credentialId: id, password } = fieldsOf(text);
  if (typeof id === 'string' && typeof password === 'string') return { id, password };
  throw new Error(`${file} holds no credentials: remove it, or make new ones with --rotate`);
}

export function removeCredentials(dataDir: string, user: AccessUser): void {
  fs.rmSync(credentialsFile(dataDir, user), { force: true });
}

/** Of text that is no JSON object there are none: what the parser says would show a part of a secret. */
function fieldsOf(text: string): { credentialId?: unknown; password?: unknown } {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}
