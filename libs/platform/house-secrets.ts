import path from 'node:path';
import { makeSecret, readFileIfThere, writeSecretFile } from './secret-file.js';

/** Somebody who signs in at the broker. */
export interface PasswordUser {
  readonly username: string;
  readonly password: string;
}

/**
 * The house's own users at the broker. Their names begin as no id of a member can, so that no member is
 * ever taken for one of them.
 */
export const HOUSE_USER_NAMES = {
  /** The broker itself, and who keeps topics, users and rights: may do everything. */
  admin: '_ccp-admin',
  core: '_ccp-core',
  publisher: '_ccp-publisher',
  backOffice: '_ccp-back-office',
  /** The demonstration market, and whatever else plays venues, vendors and banks from this folder. */
  market: '_ccp-market',
} as const;
export type HouseUser = keyof typeof HOUSE_USER_NAMES;

export type KafkaUsers = Readonly<Record<HouseUser, PasswordUser>>;

/** Where the secrets of a house are, and what they are. */
export interface HouseSecrets {
  readonly kafkaUsers: KafkaUsers;
  readonly kafkaUsersFile: string;
  readonly operatorTokenFile: string;
}

/** The folder of everything secret below the data folder. */
export const accessFolder = (dataDir: string): string => path.join(dataDir, 'access');

/** The house's secrets; those that are missing are made, and written for the owner's eyes alone. */
export function houseSecrets(dataDir: string): HouseSecrets {
  const kafkaUsersFile = path.join(accessFolder(dataDir), 'kafka-users.json');
  const operatorTokenFile = path.join(accessFolder(dataDir), 'operator.token');
  const known = passwordsIn(kafkaUsersFile);
  const roles = Object.keys(HOUSE_USER_NAMES) as HouseUser[];
  if (roles.some((role) => known[HOUSE_USER_NAMES[role]] === undefined)) {
    for (const role of roles) known[HOUSE_USER_NAMES[role]] ??= makeSecret();
    writeSecretFile(kafkaUsersFile, `${JSON.stringify(known, undefined, 2)}\n`);
  }
  if (readFileIfThere(operatorTokenFile) === undefined)
    writeSecretFile(operatorTokenFile, `${makeSecret()}\n`);
  const user = (role: HouseUser): PasswordUser => houseUserOf(known, role, kafkaUsersFile);
  const kafkaUsers = {
    admin: user('admin'),
    core: user('core'),
    publisher: user('publisher'),
    backOffice: user('backOffice'),
    market: user('market'),
  };
  return { kafkaUsers, kafkaUsersFile, operatorTokenFile };
}

/** One of the house's users, from the file that {@link houseSecrets} wrote. @throws Error without it */
export function readHouseUser(kafkaUsersFile: string, role: HouseUser): PasswordUser {
  return houseUserOf(passwordsIn(kafkaUsersFile), role, kafkaUsersFile);
}

function houseUserOf(
  passwords: Readonly<Record<string, string>>,
  role: HouseUser,
  file: string,
): PasswordUser {
  const username = HOUSE_USER_NAMES[role];
  const password = passwords[username];
  if (password === undefined) throw new Error(`${file} does not hold the password of ${username}`);
  return { username, password };
}

/** Passwords by user name. @throws Error that names the file and nothing that is in it */
function passwordsIn(file: string): Record<string, string> {
  const text = readFileIfThere(file);
  if (text === undefined) return {};
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null)
      return Object.fromEntries(
        Object.entries(found).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string' && isPlain(entry[1]),
        ),
      );
  } catch {
    // Said below; what the parser says would show a part of the secrets.
  }
  throw new Error(
    `${file} is not a JSON object of passwords; restore it, or remove it for new ones`,
  );
}

/** Of the letters that {@link makeSecret} takes: these need no quoting in the broker's settings. */
const isPlain = (password: string): boolean => /^[A-Za-z0-9_-]{16,}$/.test(password);
