import type { BrokerAdmin } from '#libs/messaging/access/broker-admin.js';
import {
  giveRights,
  heldRight,
  type HeldRight,
  listRights,
  NoRightsError,
  type Right,
  takeRights,
} from '#libs/messaging/access/broker-rights.js';
import { rightsOf } from './access-rules.js';
import type { UserReport } from './access-report.js';
import type { WantedUser } from './wanted-users.js';

type Admin = BrokerAdmin['admin'];

/** Rights by user name; undefined where the broker checks none. */
export type RightsByUser = ReadonlyMap<string, readonly HeldRight[]> | undefined;

/** The rights that the broker keeps. */
export async function readRights(admin: Admin): Promise<RightsByUser> {
  try {
    const byUser = new Map<string, HeldRight[]>();
    for (const right of await listRights(admin))
      byUser.set(right.username, [...(byUser.get(right.username) ?? []), right]);
    return byUser;
  } catch (error) {
    if (error instanceof NoRightsError) return undefined;
    throw error;
  }
}

type Settled = Pick<UserReport, 'rightsGiven' | 'rightsTaken' | 'rightsHeld'>;

/** Gives a user the rights that its role has and takes all others. */
export function settleRights(
  admin: Admin,
  user: WantedUser,
  rights: RightsByUser,
  { topicPrefix, check }: { readonly topicPrefix: string; readonly check?: boolean },
): Promise<Settled> {
  const wanted = user.standing === 'left' ? [] : rightsOf(user, topicPrefix);
  return settle(admin, user.username, wanted, rights, check === true);
}

/** Gives a user of the house these rights and takes all others. */
export function settleHouseRights(
  admin: Admin,
  username: string,
  wanted: readonly Right[],
  rights: RightsByUser,
): Promise<Settled> {
  return settle(admin, username, wanted, rights, false);
}

async function settle(
  admin: Admin,
  username: string,
  wanted: readonly Right[],
  rights: RightsByUser,
  check: boolean,
): Promise<Settled> {
  if (rights === undefined) return { rightsGiven: [], rightsTaken: [], rightsHeld: 0 };
  const held = rights.get(username) ?? [];
  const heldKeys = new Set(held.map(({ key }) => key));
  const target = wanted.map((right) => heldRight(username, right));
  const targetKeys = new Set(target.map(({ key }) => key));
  const given = target.filter(({ key }) => !heldKeys.has(key));
  const taken = held.filter(({ key }) => !targetKeys.has(key));
  if (!check) {
    await takeRights(admin, taken);
    await giveRights(admin, given);
  }
  return {
    rightsGiven: given.map(({ text }) => text),
    rightsTaken: taken.map(({ text }) => text),
    rightsHeld: held.length - taken.length,
  };
}
