import { HttpStatus } from '@nestjs/common';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { Problem } from '../http/problem.js';

/** Whose data a caller may see: everybody's, or one member's. Queries take it as a parameter. */
export type Scope =
  { readonly kind: 'house' } | { readonly kind: 'member'; readonly member: string };

export const HOUSE: Scope = { kind: 'house' };

const notYours = (what: string): Problem =>
  new Problem('not-yours', 'Not yours', HttpStatus.FORBIDDEN, what);

/** @throws Problem 403 for another member's data, whether there is such a member or not */
export function requireMember(scope: Scope, member: string): void {
  if (scope.kind === 'member' && scope.member !== member)
    throw notYours(`${scope.member} has signed in: nothing of ${member} is shown`);
}

/** @throws Problem 403 for another member's account, whether there is such an account or not */
export function requireAccount(scope: Scope, account: string): void {
  requireMember(scope, memberOf(account));
}

/** @throws Problem 403 for a member: this is for the house alone */
export function requireHouse(scope: Scope, what: string): void {
  if (scope.kind === 'member') throw notYours(`${what} is not shown to members`);
}

/** The part of a list that the caller may see. @throws Problem 403 when it asks for another's */
export function ownPart<
  Query extends { account?: string | undefined; member?: string | undefined },
>(scope: Scope, query: Query): Query {
  if (scope.kind === 'house') return query;
  if (query.account !== undefined) requireAccount(scope, query.account);
  if (query.member !== undefined) requireMember(scope, query.member);
  return { ...query, member: scope.member };
}
