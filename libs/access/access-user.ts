import { isIdentifier } from '#libs/domain/kernel/identifier.js';

/** Who is let in beside members, by an operator's word. */
export const OUTSIDE_ROLES = ['venue', 'vendor', 'custodian', 'auditor'] as const;
export type OutsideRole = (typeof OUTSIDE_ROLES)[number];
export type AccessRole = 'member' | OutsideRole;

/** Somebody outside the house who may sign in. */
export interface AccessUser {
  readonly role: AccessRole;
  /** A member's id, or the name that an operator gave. */
  readonly name: string;
}

/**
 * By which a user signs in: a member by its id, everybody else by role and name. No id has a colon, so
 * that no user is ever taken for a member.
 */
export const usernameOf = ({ role, name }: AccessUser): string =>
  role === 'member' ? name : `${role}:${name}`;

/** The user of a name such as `ALPHA` or `venue:XSIM`; undefined for what is none. */
export function userNamed(username: string): AccessUser | undefined {
  const colon = username.indexOf(':');
  if (colon < 0) return isIdentifier(username) ? { role: 'member', name: username } : undefined;
  const role = OUTSIDE_ROLES.find((each) => each === username.slice(0, colon));
  const name = username.slice(colon + 1);
  return role !== undefined && isIdentifier(name) ? { role, name } : undefined;
}
