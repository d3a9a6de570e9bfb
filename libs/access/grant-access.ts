import type { DatabasePool } from '#libs/ledger/index.js';
import { letIn, readAccessRecords, shutOut } from './access-store.js';
import { type AccessUser, type OutsideRole, usernameOf } from './access-user.js';

/** Lets a venue, vendor, custodian or auditor in at the next synchronisation. */
export function grantAccess(
  database: DatabasePool,
  user: AccessUser & { readonly role: OutsideRole },
): Promise<void> {
  return letIn(database, usernameOf(user), user);
}

/**
 * Has one of them shut out at the next synchronisation.
 * @returns false where it never had access
 */
export async function revokeAccess(
  database: DatabasePool,
  user: AccessUser & { readonly role: OutsideRole },
): Promise<boolean> {
  const username = usernameOf(user);
  const known = await readAccessRecords(database);
  if (!known.some((record) => record.username === username)) return false;
  // The broker's user is still there; by the record that is not active it is known to have left.
  await shutOut(database, username);
  return true;
}
