import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './project-root.js';
import { runProgram } from './programs.js';

/**
 * As whom Postgres runs. It refuses to run as root, so where the starter is root something has to
 * stand between: another user, or a user namespace.
 */
export interface PostgresAccount {
  readonly uid?: number;
  readonly gid?: number;
  /** Words put before the server's own command line. */
  readonly prefix: readonly string[];
  /** Whom the data folder must belong to, seen from outside. */
  readonly owner: { readonly uid: number; readonly gid: number };
}

/** The user `nobody`, which systems with user namespaces have. */
const NOBODY = 65534;
/**
 * In a new user namespace the starter's root goes by the name of `nobody`: Postgres sees a user
 * that is not root, while outside nothing has changed hands, so it still reaches folders that only
 * root may enter.
 */
const NAMESPACE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
const PROBE_MS = 10_000;

/**
 * Finds an account that Postgres can run as and that reaches both its programs and its data: the
 * starter's own unless that is root; then the data folder's owner, the user `postgres`, a user
 * namespace, the project's owner, and at last a user `postgres` made for the purpose.
 * @param folder the data folder, which exists
 * @throws Error with the remedy when nothing works
 */
export async function findPostgresAccount(
  postgres: string,
  folder: string,
): Promise<PostgresAccount> {
  if (process.geteuid?.() !== 0) {
    return {
      prefix: [],
      owner: { uid: process.geteuid?.() ?? -1, gid: process.getegid?.() ?? -1 },
    };
  }
  const { uid, gid } = fs.statSync(folder);
  if (uid !== 0 && (await reaches(asUser({ uid, gid }), postgres, folder)))
    return asUser({ uid, gid });
  const user = await userPostgres();
  if (user !== undefined && (await reaches(asUser(user), postgres, folder))) return asUser(user);
  const namespace = { prefix: NAMESPACE, owner: { uid: 0, gid: 0 } };
  if (await reaches(namespace, postgres, folder)) return namespace;
  const project = fs.statSync(PROJECT_ROOT);
  if (project.uid !== 0 && (await reaches(asUser(project), postgres, folder)))
    return asUser(project);
  const made = user ?? (await makeUserPostgres());
  if (made !== undefined && (await reaches(asUser(made), postgres, folder))) return asUser(made);
  throw new Error(
    `PostgreSQL refuses to run as root, and neither a user of its own nor a user namespace can reach ` +
      `both ${postgres} and ${folder}. Put the project and CCP_DATA_DIR where every user may enter, ` +
      `start as an ordinary user, or set DATABASE_URL to a PostgreSQL server that runs elsewhere.`,
  );
}

function asUser({ uid, gid }: { uid: number; gid: number }): PostgresAccount {
  return { uid, gid, prefix: [], owner: { uid, gid } };
}

/** Whether this account can run the server program and enter the folder above its data. */
async function reaches(
  account: PostgresAccount,
  postgres: string,
  folder: string,
): Promise<boolean> {
  // The folder itself changes hands afterwards; what counts is the way to it.
  const script = '"$1" --version >/dev/null && cd "$2"';
  const words = [...account.prefix, '/bin/sh', '-c', script, 'sh', postgres, path.dirname(folder)];
  const { uid, gid } = account;
  const { status } = await runProgram(words, { cwd: '/', timeoutMs: PROBE_MS, uid, gid });
  return status === 0;
}

async function userPostgres(): Promise<{ uid: number; gid: number } | undefined> {
  const [uid, gid] = await Promise.all([idOf('-u'), idOf('-g')]);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

async function idOf(flag: '-u' | '-g'): Promise<number | undefined> {
  const { status, said } = await runProgram(['id', flag, 'postgres'], { timeoutMs: PROBE_MS });
  return status === 0 && /^\d+$/.test(said) ? Number(said) : undefined;
}

async function makeUserPostgres(): Promise<{ uid: number; gid: number } | undefined> {
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  await runProgram(['useradd', ...flags, 'postgres'], { timeoutMs: PROBE_MS });
  return userPostgres();
}

/** Hands a folder and all that is in it to the account, unless it is the account's already. */
export function handOver(folder: string, { owner }: PostgresAccount): void {
  const { uid } = fs.statSync(folder);
  if (uid === owner.uid || process.geteuid?.() !== 0) return;
  for (const entry of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    fs.lchownSync(path.join(folder, entry), owner.uid, owner.gid);
  }
  fs.chownSync(folder, owner.uid, owner.gid);
}
