import type { Queryable } from '#libs/ledger/index.js';
import type { BrokerAdmin } from '#libs/messaging/access/broker-admin.js';
import type { CredentialStep, UserReport } from './access-report.js';
import { letIn, shutOut } from './access-store.js';
import {
  type Credential,
  credentialsFile,
  newCredential,
  readCredentials,
  removeCredentials,
  writeCredentials,
} from './credentials-file.js';
import { hashPassword } from './password.js';
import type { SyncOptions } from './sync-options.js';
import type { WantedUser } from './wanted-users.js';

type Settled = Pick<UserReport, 'credential' | 'credentialsFile'>;

/**
 * Gives a user its password, at the broker and as a hash for HTTP, or takes it. The file is written first:
 * where a run is cut short, the next one finds in it what broker and record have yet to learn.
 */
export async function settleCredential(
  database: Queryable,
  broker: BrokerAdmin['users'],
  user: WantedUser,
  present: ReadonlySet<string>,
  options: SyncOptions,
): Promise<Settled> {
  const { dataDir, check = false, connection } = options;
  const { username, record } = user;
  if (user.standing === 'left') {
    if (!present.has(username) && record?.isActive !== true) return { credential: 'KEPT' };
    if (!check) {
      await broker.change([{ username }]);
      await shutOut(database, username);
      removeCredentials(dataDir, user);
    }
    return { credential: 'REMOVED' };
  }
  const found = nextCredential(user, present, options);
  if (typeof found === 'string') return { credential: found };
  const { step, credential } = found;
  if (!check) {
    if (step === 'HANDED_IN') removeCredentials(dataDir, user);
    else writeCredentials(dataDir, user, credential, connection);
    await broker.change([{ username, password: credential.password }]);
    const { id, password } = credential;
    await letIn(database, username, user, { id, hash: await hashPassword(password) });
  }
  if (step === 'HANDED_IN') return { credential: step };
  return { credential: step, credentialsFile: credentialsFile(dataDir, user) };
}

/**
 * The password that a user is to get, or why it gets none. A user of the broker without a record and a file of
 * ours was made by somebody else, such as an administrator whose name a member happens to have.
 */
function nextCredential(
  user: WantedUser,
  present: ReadonlySet<string>,
  { dataDir, rotate, handedIn }: SyncOptions,
):
  | { readonly step: CredentialStep; readonly credential: Credential }
  | Extract<CredentialStep, 'KEPT' | 'REFUSED'> {
  const { username, record } = user;
  const given = handedIn?.get(username);
  if (given !== undefined) return { step: 'HANDED_IN', credential: newCredential(given) };
  if (rotate?.has(username)) return { step: 'ROTATED', credential: newCredential() };
  const inFile = readCredentials(dataDir, user);
  const isKnown = present.has(username) && record?.credentialId !== undefined && record.isActive;
  if (isKnown && (inFile === undefined || inFile.id === record.credentialId)) return 'KEPT';
  if (inFile !== undefined) return { step: 'FINISHED', credential: inFile };
  if (present.has(username) && record === undefined) return 'REFUSED';
  return { step: 'MADE', credential: newCredential() };
}
