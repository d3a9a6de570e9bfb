import fs from 'node:fs';
import type { Command } from 'commander';
import type { AccessReport, UserReport } from '#libs/access/access-report.js';
import type { OutsideRole } from '#libs/access/access-user.js';
import { grantAccess, revokeAccess } from '#libs/access/grant-access.js';
import { passwordFault } from '#libs/access/password.js';
import { syncAccess } from '#libs/access/sync-access.js';
import type { SyncOptions } from '#libs/access/sync-options.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { createPool, type DatabasePool } from '#libs/ledger/pool.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { RefusedError, WrongUseError } from '../lib/failure.js';
import { brokerSettings, databaseUrl, endpointsHere } from '../lib/house.js';
import { outputOf } from '../lib/output.js';
import { table } from '../lib/table.js';

interface Options {
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly rotate: readonly string[];
  readonly passwordFile: readonly string[];
}

export async function sync(
  { check = false, dryRun = false, rotate, passwordFile }: Options,
  command: Command,
): Promise<void> {
  const handedIn = new Map(passwordFile.map(handedInBy));
  const both = rotate.filter((user) => handedIn.has(user));
  if (both.length > 0)
    throw new WrongUseError(`${both.join(', ')}: --rotate and --password-file exclude each other`);
  await run({ check: check || dryRun, rotate: new Set(rotate), handedIn }, command);
}

export async function grantOrRevoke(
  what: 'grant' | 'revoke',
  role: OutsideRole,
  name: string,
  command: Command,
): Promise<void> {
  if (!isIdentifier(name))
    throw new WrongUseError(
      `${JSON.stringify(name)} is not a name: letters, digits, dots, dashes and underscores, at most 64`,
    );
  await asOwner(async (database) => {
    if (what === 'grant') await grantAccess(database, { role, name });
    else if (!(await revokeAccess(database, { role, name })))
      throw new RefusedError(`${role}:${name} never had access`);
  });
  await run({}, command);
}

type Wish = Pick<SyncOptions, 'check' | 'rotate' | 'handedIn'>;

async function run(wish: Wish, command: Command): Promise<void> {
  const settings = brokerSettings();
  const { topicPrefix, inputPartitions, dataDir } = readConfiguration();
  const here = endpointsHere();
  const { kafkaTls, kafkaSasl } = settings;
  const connection = {
    kafkaBrokers: settings.kafkaBrokers.join(','),
    kafkaSecurityProtocol: kafkaTls === undefined ? 'SASL_PLAINTEXT' : 'SASL_SSL',
    kafkaSaslMechanism: 'SCRAM-SHA-512',
    ...(process.env['CCP_URL'] || here ? { http: process.env['CCP_URL'] || here?.http } : {}),
  };
  const report = await asOwner((database) =>
    syncAccess(database, settings, { topicPrefix, inputPartitions, dataDir, connection, ...wish }),
  ).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'UnknownUserError')
      throw new RefusedError(error.message);
    throw error;
  });
  outputOf(command).result(report, () => describe(report, kafkaSasl !== undefined));
  if (report.topics.refused.length > 0 || report.users.some(isRefused)) process.exitCode = 1;
}

const isRefused = ({ credential }: UserReport): boolean => credential === 'REFUSED';

/** With the rights of who owns the tables: services let nobody in. */
async function asOwner<T>(task: (database: DatabasePool) => Promise<T>): Promise<T> {
  const options = { max: 2, applicationName: 'ccp-access', asOwner: true };
  const pool = createPool(databaseUrl(), options);
  try {
    return await task(pool);
  } finally {
    await pool.end();
  }
}

/** @throws WrongUseError that shows nothing of the password */
function handedInBy(text: string): [user: string, password: string] {
  const equals = text.indexOf('=');
  const [user, file] = [text.slice(0, equals), text.slice(equals + 1)];
  if (equals < 1 || file === '')
    throw new WrongUseError('--password-file takes USER=FILE, such as ALPHA=/run/secrets/alpha');
  let password: string;
  try {
    password = fs.readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    throw new WrongUseError(`--password-file: ${file} cannot be read`);
  }
  const fault = passwordFault(password);
  if (fault !== undefined) throw new WrongUseError(`--password-file: what ${file} holds ${fault}`);
  return [user, password];
}

function describe(report: AccessReport, signsIn: boolean): string {
  const { check, topics, users, rightsAreChecked, otherUsers, changes } = report;
  const files = users.flatMap(({ credentialsFile }) => credentialsFile ?? []);
  return [
    table(
      users,
      [
        { title: 'user', value: ({ username }) => username },
        { title: 'role', value: ({ role }) => role },
        { title: 'standing', value: ({ standing }) => standing },
        { title: 'password', value: ({ credential }) => credential },
        { title: 'rights', value: ({ rightsHeld }) => rightsHeld, right: true },
        { title: 'given', value: ({ rightsGiven }) => rightsGiven.length, right: true },
        { title: 'taken', value: ({ rightsTaken }) => rightsTaken.length, right: true },
      ],
      'nobody is to have access: there are no members',
    ),
    '',
    `topics: ${topics.made.length} ${check ? 'missing' : 'made'}, ${topics.present} there already`,
    ...topics.refused.map((topic) => `  ${topic}: the broker refuses this name`),
    ...users
      .filter(isRefused)
      .map(
        ({ username }) =>
          `${username}: the broker has a user of this name that is not ours; --rotate ${username} takes it over`,
      ),
    ...(otherUsers.length > 0 ? [`not ours, left alone: ${otherUsers.join(', ')}`] : []),
    ...(rightsAreChecked
      ? []
      : [
          `the broker checks no rights${signsIn ? '' : ' and asks nobody to sign in'}: start with --secure, or set an authorizer`,
        ]),
    ...(files.length > 0 && !check
      ? ['passwords to hand over:', ...files.map((f) => `  ${f}`)]
      : []),
    changes === 0 ? 'nothing to change' : `${changes} ${check ? 'would change' : 'changes'}`,
  ].join('\n');
}
