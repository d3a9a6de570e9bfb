import type { AccessRecord } from './access-store.js';
import { type AccessUser, usernameOf } from './access-user.js';

/** A member of any ledger, as its reference data have it. */
export interface MemberStanding {
  readonly id: string;
  readonly status: 'active' | 'suspended';
}

/** How a user stands: suspended members keep their access, since they still owe and have to be told. */
export type Standing = 'active' | 'suspended' | 'left';

export interface WantedUser extends AccessUser {
  readonly username: string;
  readonly standing: Standing;
  readonly record: AccessRecord | undefined;
}

/**
 * Who is to have access: all members of the reference data, suspended ones too (the clearing house refuses
 * their trades, and they pay and are told what they owe), and who was let in by an operator's word. Members
 * that are in no ledger's reference data any more have left, as has who was shut out.
 */
export function wantedUsers(
  members: readonly MemberStanding[],
  records: readonly AccessRecord[],
): WantedUser[] {
  const recordOf = new Map(records.map((record) => [record.username, record]));
  const wanted = new Map<string, WantedUser>();
  for (const { id, status } of members) {
    const before = wanted.get(id);
    // Of a member of several ledgers the better standing is shown.
    const standing = before?.standing === 'active' ? 'active' : status;
    wanted.set(id, { role: 'member', name: id, username: id, standing, record: recordOf.get(id) });
  }
  for (const record of records) {
    if (wanted.has(record.username)) continue;
    const { role, name, username, isActive } = record;
    const standing = role === 'member' || !isActive ? 'left' : 'active';
    wanted.set(username, { role, name, username, standing, record });
  }
  return [...wanted.values()].sort((a, b) => (usernameOf(a) < usernameOf(b) ? -1 : 1));
}
