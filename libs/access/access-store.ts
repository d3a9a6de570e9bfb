import type { Queryable } from '#libs/ledger/index.js';
import type { AccessRole, AccessUser } from './access-user.js';

/** What is known of a user. */
export interface AccessRecord extends AccessUser {
  readonly username: string;
  /** False: its rights were taken, and it cannot sign in. */
  readonly isActive: boolean;
  /** Of the password that counts; undefined before the first. */
  readonly credentialId: string | undefined;
}

interface Row {
  readonly username: string;
  readonly role: AccessRole;
  readonly name: string;
  readonly is_active: boolean;
  readonly credential_id: string | null;
}

/** All users that ever had access, by name. */
export async function readAccessRecords(database: Queryable): Promise<AccessRecord[]> {
  const { rows } = await database.query<Row>(
    'SELECT username, role, name, is_active, credential_id FROM access_user ORDER BY username',
    [],
  );
  return rows.map(({ username, role, name, is_active, credential_id }) => ({
    username,
    role,
    name,
    isActive: is_active,
    credentialId: credential_id ?? undefined,
  }));
}

/** Lets somebody in, with a password or, until there is one, without. */
export async function letIn(
  database: Queryable,
  username: string,
  { role, name }: AccessUser,
  password?: { readonly id: string; readonly hash: string },
): Promise<void> {
  await database.query(
    `INSERT INTO access_user (username, role, name, is_active, credential_id, password_hash, changed_at)
     VALUES ($1, $2, $3, true, $4, $5, now())
     ON CONFLICT (username) DO UPDATE SET is_active = true, changed_at = now(),
       credential_id = coalesce($4, access_user.credential_id),
       password_hash = coalesce($5, access_user.password_hash)`,
    [username, role, name, password?.id ?? null, password?.hash ?? null],
  );
}

/** Lets somebody in no more; its password is forgotten. */
export async function shutOut(database: Queryable, username: string): Promise<void> {
  await database.query(
    `UPDATE access_user SET is_active = false, credential_id = NULL, password_hash = NULL,
       changed_at = now()
     WHERE username = $1`,
    [username],
  );
}

/** The hash of a member's password; undefined for who cannot sign in. */
export async function passwordHashOf(
  database: Queryable,
  member: string,
): Promise<string | undefined> {
  const { rows } = await database.query<{ password_hash: string }>(
    `SELECT password_hash FROM access_user
     WHERE username = $1 AND role = 'member' AND is_active AND password_hash IS NOT NULL`,
    [member],
  );
  return rows[0]?.password_hash;
}
