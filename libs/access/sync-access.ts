import type { DatabasePool, Queryable } from '#libs/ledger/index.js';
import {
  type BrokerAdmin,
  type BrokerSettings,
  withBrokerAdmin,
} from '#libs/messaging/access/broker-admin.js';
import { HOUSE_USER_NAMES } from '#libs/platform/house-secrets.js';
import type { AccessReport, UserReport } from './access-report.js';
import { readAccessRecords } from './access-store.js';
import { settleCredential } from './settle-credential.js';
import { settleRights, readRights } from './settle-rights.js';
import { settleTopics } from './settle-topics.js';
import type { SyncOptions } from './sync-options.js';
import { readMembers } from './read-members.js';
import { wantedUsers } from './wanted-users.js';

export class UnknownUserError extends Error {
  override readonly name = 'UnknownUserError';
}

/**
 * Makes topics, users and rights at the broker, and the hashes that HTTP checks, what the reference data say.
 * Done again it changes nothing; cut short it goes on where it was.
 * @param database as the owner of the tables: services cannot let anybody in
 * @throws UnknownUserError for a name in `rotate` or `handedIn` that is no user's
 */
export async function syncAccess(
  database: DatabasePool,
  settings: BrokerSettings,
  options: SyncOptions,
): Promise<AccessReport> {
  return withBrokerAdmin(settings, async (broker) => {
    const client = await database.connect();
    try {
      await client.query('BEGIN');
      // Of two that run at once the second waits, and finds what the first has done.
      await client.query('LOCK TABLE access_user IN SHARE ROW EXCLUSIVE MODE');
      const report = await syncInTransaction(client, broker, options);
      await client.query(options.check ? 'ROLLBACK' : 'COMMIT');
      return report;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  });
}

async function syncInTransaction(
  client: Queryable,
  broker: BrokerAdmin,
  options: SyncOptions,
): Promise<AccessReport> {
  const { check = false } = options;
  const { ledgers, members } = await readMembers(client);
  const wanted = wantedUsers(members, await readAccessRecords(client));
  refuseUnknown(options, new Set(wanted.map(({ username }) => username)));
  const ids = members.map(({ id }) => id);
  const topics = await settleTopics(broker.admin, [...new Set(ids)].sort(), options);
  const [present, rights] = [await broker.users.users(), await readRights(broker.admin)];
  const users: UserReport[] = [];
  for (const user of wanted) {
    // Who left loses its rights first: a connection that is open keeps its sign-in, not its rights.
    const gone = user.standing === 'left';
    const before = gone ? await settleRights(broker.admin, user, rights, options) : undefined;
    const credential = await settleCredential(client, broker.users, user, present, options);
    const isOurs = credential.credential !== 'REFUSED';
    const settled =
      before ??
      (isOurs ? await settleRights(broker.admin, user, rights, options) : NOTHING_SETTLED);
    const { username, role, standing } = user;
    users.push({ username, role, standing, ...credential, ...settled });
  }
  const known = new Set([...Object.values(HOUSE_USER_NAMES), ...users.map((u) => u.username)]);
  const shown = users.filter((user) => user.standing !== 'left' || changesOf(user) > 0);
  return {
    check,
    ledgers,
    topics,
    users: shown,
    rightsAreChecked: rights !== undefined,
    otherUsers: [...present].filter((name) => !known.has(name)).sort(),
    changes: topics.made.length + shown.reduce((sum, user) => sum + changesOf(user), 0),
  };
}

const NOTHING_SETTLED = { rightsGiven: [], rightsTaken: [], rightsHeld: 0 };

const changesOf = ({ credential, rightsGiven, rightsTaken }: UserReport): number =>
  (credential === 'KEPT' || credential === 'REFUSED' ? 0 : 1) +
  rightsGiven.length +
  rightsTaken.length;

function refuseUnknown({ rotate, handedIn }: SyncOptions, known: ReadonlySet<string>): void {
  const unknown = [...(rotate ?? []), ...(handedIn?.keys() ?? [])].filter(
    (name) => !known.has(name),
  );
  if (unknown.length === 0) return;
  throw new UnknownUserError(
    `there is no user ${unknown.join(', ')}: take a member's id, or a name such as venue:XSIM that was granted`,
  );
}
