/** How an account behaves. */
export type Role = 'steady-long' | 'market-maker' | 'trend-follower' | 'hedger' | 'investor';

export interface ReplayAccount {
  /** MEMBER/ACCOUNT */
  readonly id: string;
  readonly type: 'house' | 'client-segregated';
  readonly role: Role;
}

export interface ReplayMember {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly ReplayAccount[];
}

export const MEMBERS_MIN = 2;
export const MEMBERS_MAX = 24;

const GREEK_LETTERS =
  'ALPHA BETA GAMMA DELTA EPSILON ZETA ETA THETA IOTA KAPPA LAMBDA MU ' +
  'NU XI OMICRON PI RHO SIGMA TAU UPSILON PHI CHI PSI OMEGA';
const NAMES = GREEK_LETTERS.split(' ');
const HOUSE_ROLES: readonly Role[] = [
  'steady-long',
  'market-maker',
  'trend-follower',
  'investor',
  'market-maker',
  'trend-follower',
];
const CLIENT_ROLES: readonly Role[] = [
  'investor',
  'hedger',
  'investor',
  'trend-follower',
  'investor',
  'hedger',
];

/** Members of a replay: each with a house and a client account; the first holds one long position. */
export function populate(members: number): ReplayMember[] {
  return NAMES.slice(0, members).map((id, i) => ({
    id,
    name: `${id.charAt(0)}${id.slice(1).toLowerCase()} Clearing`,
    accounts: [
      { id: `${id}/HOUSE`, type: 'house', role: roleAt(HOUSE_ROLES, i) },
      { id: `${id}/C1`, type: 'client-segregated', role: roleAt(CLIENT_ROLES, i) },
    ],
  }));
}

function roleAt(roles: readonly Role[], i: number): Role {
  return roles[i % roles.length] ?? 'investor';
}

/** The account whose position never changes: its requirement moves with the market alone. */
export function referenceAccount(members: readonly ReplayMember[]): string {
  const accounts = members.flatMap(({ accounts }) => accounts);
  return accounts.find(({ role }) => role === 'steady-long')?.id ?? '';
}
