import fs from 'node:fs';
import { credentialsFile, readCredentials } from '#libs/access/credentials-file.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { WrongUseError } from './failure.js';

/**
 * A member's password: from the file that is named (credentials as they were handed over, or the password
 * alone), else from the environment, else from the credentials in the data folder.
 * @throws WrongUseError with the mend; it shows nothing of a password
 */
export function memberPassword(member: string, passwordFile: string | undefined): string {
  if (passwordFile !== undefined) return passwordIn(passwordFile, member);
  const password = process.env['CCP_MEMBER_PASSWORD'];
  if (password !== undefined && password !== '') return password;
  const { dataDir } = readConfiguration();
  const user = { role: 'member', name: member } as const;
  try {
    const found = readCredentials(dataDir, user);
    if (found !== undefined) return found.password;
  } catch {
    // A file that may not be read is as good as none.
  }
  throw new WrongUseError(
    `no password of ${member}: name a file with --password-file, set CCP_MEMBER_PASSWORD, or run ` +
      `ccp access sync where ${credentialsFile(dataDir, user)} may be read`,
  );
}

function passwordIn(file: string, member: string): string {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    throw new WrongUseError(`--password-file: ${file} cannot be read`);
  }
  if (!text.trimStart().startsWith('{')) return text.replace(/\r?\n$/, '');
  const { username, password } = fieldsOf(text);
  if (username !== undefined && username !== member)
    throw new WrongUseError(`--password-file: ${file} is not of ${member}`);
  if (typeof password === 'string') return password;
  throw new WrongUseError(`--password-file: ${file} holds no password`);
}

/** Of text that is no JSON object there are none: what the parser says would show a part of a secret. */
function fieldsOf(text: string): { username?: unknown; password?: unknown } {
  try {
    return JSON.parse(text) as { username?: unknown; password?: unknown };
  } catch {
    return {};
  }
}
