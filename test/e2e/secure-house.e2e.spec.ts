import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import kafkajs from 'kafkajs';
import { ScramAdmin } from '#libs/platform/kafka-scram/scram-admin.js';
import { commandLineOf } from '#libs/platform/processes.js';
import { powerLoss, processesOf } from '#libs/platform/testing/house-processes.js';
import { makeTestDataDir } from '#libs/platform/test-servers.js';
import { KafkaUser, nameOf } from '../support/kafka-user.js';
import { REFERENCE_DOCUMENT } from '../support/reference-document.js';
import { runCcp } from '../support/run-ccp.js';
import { StarterProcess, type HouseEndpoints } from '../support/starter-process.js';

const dataDir = makeTestDataDir();
const configFile = path.join(dataDir, 'clearing-house.json');
const DENIED = 'TOPIC_AUTHORIZATION_FAILED';

let starter: StarterProcess;
let house: HouseEndpoints;
/** How the folder began: without sign-ins. */
let wasOpen = false;
let refusedWhenOpen: string | undefined = 'nothing was tried';
/** Everything that was printed to anybody. */
let printed = '';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

const credentialsFile = (role: string, name: string): string =>
  path.join(dataDir, 'access/credentials', role, `${name}.json`);
const credentialsOf = (role: string, name: string): Credentials =>
  JSON.parse(fs.readFileSync(credentialsFile(role, name), 'utf8')) as Credentials;

function userOf(role: string, name: string): KafkaUser {
  const { username, password } = credentialsOf(role, name);
  return new KafkaUser(house.kafkaBrokers, username, password);
}

async function ccp(...words: string[]): Promise<{ status: number | null; json: unknown }> {
  const { status, out, err } = await runCcp([...words, '--json'], { CCP_DATA_DIR: dataDir });
  printed += out + err;
  return { status, json: JSON.parse(out) as unknown };
}

interface Report {
  readonly changes: number;
  readonly rightsAreChecked: boolean;
  readonly users: readonly { username: string; credential: string; standing: string }[];
}
async function sync(...words: string[]): Promise<Report> {
  const { status, json } = await ccp('access', 'sync', ...words);
  if (status !== 0) throw new Error(JSON.stringify(json));
  return json as Report;
}

async function get(
  url: string,
  authorization?: string,
): Promise<{ status: number; body: unknown }> {
  const headers = authorization === undefined ? {} : { authorization };
  const answer = await fetch(`${house.http}${url}`, { headers });
  const text = await answer.text();
  printed += text;
  return { status: answer.status, body: JSON.parse(text) as unknown };
}
const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
function asMember(name: string): string {
  const { username, password } = credentialsOf('member', name);
  return basic(username, password);
}

function apply(members: readonly object[]): Promise<{ status: number | null }> {
  fs.writeFileSync(configFile, JSON.stringify({ ...REFERENCE_DOCUMENT, members }));
  return ccp('apply', '-f', configFile);
}

const trade = {
  tradeId: 'X-1',
  venue: 'XSIM',
  instrument: 'SPX-FUT',
  quantity: '1',
  price: '5000.00',
  buyer: 'ALPHA/HOUSE',
  seller: 'BETA/HOUSE',
  executedAt: '2026-11-20T14:00:00.000Z',
};

const side = (sideId: string, account: string) => ({
  type: 'SIDE',
  sideId,
  side: 'BUY',
  account,
  counterparty: 'BETA',
  instrument: 'SPX-FUT',
  quantity: '1',
  price: '5000.00',
  executedAt: '2026-11-20T14:00:00.000Z',
});

beforeAll(async () => {
  fs.writeFileSync(configFile, JSON.stringify(REFERENCE_DOCUMENT));
  // A folder that was begun without sign-ins: it can be closed later, and loses nothing.
  const open = new StarterProcess(dataDir, configFile);
  house = await open.ready();
  wasOpen = house.security === undefined;
  refusedWhenOpen = await new KafkaUser(house.kafkaBrokers, undefined).write('ccp.prices', {});
  await open.end('SIGTERM');
  starter = new StarterProcess(dataDir, configFile, ['--secure']);
  house = await starter.ready();
}, 240_000);

afterAll(async () => {
  await powerLoss(dataDir);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

describe('a house that runs with --secure', () => {
  it('may have been open before: its folder is closed from then on', () => {
    expect([wasOpen, refusedWhenOpen]).toEqual([true, undefined]);
    expect(house.security).toBeDefined();
  });

  it('keeps its secrets in files for the eyes of its owner and names only the files', () => {
    const { operatorTokenFile = '', kafkaUsersFile = '' } = house.security ?? {};
    for (const file of [
      operatorTokenFile,
      kafkaUsersFile,
      credentialsFile('member', 'ALPHA'),
      path.join(dataDir, 'kafka/server.properties'),
    ])
      expect([file, fs.statSync(file).mode & 0o777]).toEqual([file, 0o600]);
    for (const folder of ['access', 'access/credentials', 'kafka'])
      expect(fs.statSync(path.join(dataDir, folder)).mode & 0o777).toBe(0o700);
    expect(fs.readFileSync(path.join(dataDir, 'endpoints.json'), 'utf8')).not.toContain(
      fs.readFileSync(operatorTokenFile, 'utf8').trim(),
    );
  });

  it('has a member write its own topics and read its own', async () => {
    const alpha = userOf('member', 'ALPHA');
    expect(await alpha.write('ccp.trades.ALPHA', side('S-1', 'ALPHA/HOUSE'))).toBe(undefined);
    expect(await alpha.write('ccp.collateral.ALPHA', { instructionId: 'C-1' })).toBe(undefined);
    expect(await alpha.write('ccp.auction-bids.ALPHA', { bidId: 'B-1' })).toBe(undefined);
    const isAnswer = ({ sideId, status }: Record<string, unknown>): boolean =>
      sideId === 'S-1' && status === 'PENDING';
    expect(await alpha.read('ccp.member.ALPHA', isAnswer)).toBe(undefined);
  });

  it('refuses that a member writes anything else', async () => {
    const topics = [
      'ccp.trades.BETA',
      'ccp.collateral.BETA',
      'ccp.auction-bids.BETA',
      'ccp.member.ALPHA',
      'ccp.member.BETA',
      'ccp.trades',
      'ccp.collateral',
      'ccp.prices',
      'ccp.commands',
      'ccp.ledger',
    ];
    const alpha = userOf('member', 'ALPHA');
    const said = await Promise.all(
      topics.map((topic) => alpha.write(topic, side('S-2', 'BETA/HOUSE'))),
    );
    expect(said).toEqual(topics.map(() => DENIED));
  });

  it('refuses that a member reads anything else', async () => {
    const topics = [
      'ccp.member.BETA',
      'ccp.trades.BETA',
      'ccp.auction-bids.BETA',
      'ccp.ledger',
      'ccp.trade-status',
      'ccp.margin-calls',
      'ccp.commands',
    ];
    const alpha = userOf('member', 'ALPHA');
    const said = await Promise.all(topics.map((topic) => alpha.read(topic)));
    expect(said).toEqual(topics.map(() => DENIED));
  });

  it('refuses the group of another, and to make topics, users and rights', async () => {
    const alpha = userOf('member', 'ALPHA');
    const asBeta = await alpha.read('ccp.member.ALPHA', () => true, 'BETA/reader');
    // What the client makes of it that the broker names it no coordinator of this group.
    expect(asBeta).toBe('KafkaJSGroupCoordinatorNotFound');
    const admin = alpha.kafka.admin();
    await admin.connect();
    const topics = [{ topic: 'ccp.trades.EVIL', numPartitions: 1 }];
    expect(nameOf(await admin.createTopics({ topics }).catch((error: unknown) => error))).toMatch(
      /AUTHORIZATION_FAILED|KafkaJSAggregateError/,
    );
    const rule = {
      principal: 'User:ALPHA',
      host: '*',
      resourceType: kafkajs.AclResourceTypes.TOPIC,
      resourceName: 'ccp.ledger',
      resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
      operation: kafkajs.AclOperationTypes.READ,
      permissionType: kafkajs.AclPermissionTypes.ALLOW,
    };
    const refused = admin.createAcls({ acl: [rule] }).catch((error: unknown) => error);
    expect(nameOf(await refused)).toMatch(/CLUSTER_AUTHORIZATION_FAILED|SECURITY_DISABLED/);
    expect(await admin.listTopics()).not.toContain('ccp.trades.EVIL');
    await admin.disconnect();
    const users = await ScramAdmin.connect({
      brokers: [house.kafkaBrokers],
      sasl: { mechanism: 'scram-sha-512', ...credentialsOf('member', 'ALPHA') },
    });
    await expect(users.users()).rejects.toThrow('error 31');
    const change = { username: 'ALPHA', password: 'another-password-of-mine' };
    await expect(users.change([change])).rejects.toThrow('ALPHA (error 31)');
    await users.close();
  });

  it('lets nobody in without credentials, with wrong ones or with those of another', async () => {
    const { kafkaBrokers } = house;
    const { password } = credentialsOf('member', 'BETA');
    for (const user of [
      new KafkaUser(kafkaBrokers, 'ALPHA', 'a-wrong-password-of-it'),
      new KafkaUser(kafkaBrokers, 'ALPHA', password),
      new KafkaUser(kafkaBrokers, 'NOBODY', password),
      new KafkaUser(kafkaBrokers, '_ccp-admin', password),
    ])
      expect(await user.write('ccp.trades.ALPHA', {})).toBe('KafkaJSSASLAuthenticationError');
    const anonymous = await new KafkaUser(kafkaBrokers, undefined).write('ccp.trades.ALPHA', {});
    expect(anonymous).toMatch(/^KafkaJS/);
  });

  it('has venues, vendors and custodians write what is theirs and nothing else', async () => {
    for (const [role, name] of [
      ['venue', 'XSIM'],
      ['vendor', 'V1'],
      ['custodian', 'BANK'],
    ] as const)
      expect((await ccp('access', 'grant', role, name)).status).toBe(0);
    const may: readonly (readonly [string, string, readonly string[]])[] = [
      ['venue', 'XSIM', ['trades', 'prices']],
      ['vendor', 'V1', ['prices', 'volatilities']],
      ['custodian', 'BANK', ['collateral']],
    ];
    const all = ['trades', 'prices', 'volatilities', 'collateral', 'commands', 'trades.ALPHA'];
    for (const [role, name, topics] of may)
      expect(
        await Promise.all(all.map((topic) => userOf(role, name).write(`ccp.${topic}`, trade))),
      ).toEqual(all.map((topic) => (topics.includes(topic) ? undefined : DENIED)));
    expect(await userOf('venue', 'XSIM').read('ccp.trade-status')).toBe(undefined);
    expect((await ccp('access', 'revoke', 'vendor', 'V1')).status).toBe(0);
    expect(fs.existsSync(credentialsFile('vendor', 'V1'))).toBe(false);
  }, 180_000);

  it('shows over HTTP a member its own, an operator everything, and anybody else nothing', async () => {
    const at = '/v1/ledgers/main';
    expect((await get(`${at}/positions`)).status).toBe(401);
    expect((await get('/metrics').catch(() => ({ status: 0 }))).status).toBe(401);
    expect((await get('/health/live')).status).toBe(200);
    expect((await get(`${at}/positions`, basic('ALPHA', 'a-wrong-password-of-it'))).status).toBe(
      401,
    );
    const alpha = asMember('ALPHA');
    expect((await get(`${at}/positions`, alpha)).status).toBe(200);
    for (const url of [
      'positions?member=BETA',
      'margin-calls?account=BETA/HOUSE',
      'accounts/BETA/HOUSE/statement',
      'events',
      'status',
      'default-simulation?member=ALPHA&for=BETA',
    ])
      expect([url, (await get(`${at}/${url}`, alpha)).status]).toEqual([url, 403]);
    const token = fs.readFileSync(house.security?.operatorTokenFile ?? '', 'utf8').trim();
    expect((await get(`${at}/events`, `Bearer ${token}`)).status).toBe(200);
    expect((await ccp('wait', '--idle')).status).toBe(0);
    expect((await ccp('member', 'ALPHA', 'positions')).status).toBe(0);
    expect((await ccp('member', 'ALPHA', 'statement', 'BETA/HOUSE')).status).toBe(1);
  });

  it('changes nothing when it is synchronised again', async () => {
    const before = fs.readFileSync(credentialsFile('member', 'ALPHA'), 'utf8');
    expect(await sync('--check')).toMatchObject({ changes: 0, rightsAreChecked: true });
    expect(await sync()).toMatchObject({ changes: 0 });
    expect(fs.readFileSync(credentialsFile('member', 'ALPHA'), 'utf8')).toBe(before);
  });

  it('gives a member a new password on demand, or takes one, and the old one is worth nothing', async () => {
    const { username, password } = credentialsOf('member', 'ALPHA');
    await sync('--rotate', 'ALPHA');
    const old = new KafkaUser(house.kafkaBrokers, username, password);
    expect(await old.write('ccp.trades.ALPHA', {})).toBe('KafkaJSSASLAuthenticationError');
    expect((await get('/v1/ledgers/main/positions', basic(username, password))).status).toBe(401);
    expect(await userOf('member', 'ALPHA').write('ccp.trades.ALPHA', {})).toBe(undefined);
    const file = path.join(dataDir, 'alpha.password');
    fs.writeFileSync(file, 'chosen-by-an-operator\n', { mode: 0o600 });
    await sync('--password-file', `ALPHA=${file}`);
    expect(fs.existsSync(credentialsFile('member', 'ALPHA'))).toBe(false);
    const chosen = new KafkaUser(house.kafkaBrokers, 'ALPHA', 'chosen-by-an-operator');
    expect(await chosen.write('ccp.trades.ALPHA', {})).toBe(undefined);
    await sync('--rotate', 'ALPHA');
  }, 180_000);

  it('keeps the access of a member that is suspended, and ends that of one that has left', async () => {
    const [alpha = {}, beta = {}] = REFERENCE_DOCUMENT.members;
    const gamma = { ...alpha, id: 'GAMMA', name: 'GAMMA' };
    expect((await apply([alpha, { ...beta, status: 'suspended' }, gamma])).status).toBe(0);
    await ccp('wait', '--idle');
    const joined = await sync();
    expect(joined.users).toMatchObject([
      { username: 'ALPHA', credential: 'KEPT' },
      { username: 'BETA', credential: 'KEPT', standing: 'suspended' },
      { username: 'GAMMA', credential: 'MADE' },
      { username: 'custodian:BANK' },
      { username: 'venue:XSIM' },
    ]);
    expect(await userOf('member', 'BETA').read('ccp.member.BETA')).toBe(undefined);
    const left = userOf('member', 'GAMMA');
    const producer = left.kafka.producer();
    await producer.connect();
    const send = (): Promise<unknown> =>
      producer.send({ topic: 'ccp.trades.GAMMA', messages: [{ value: '{}' }] });
    await send();
    expect((await apply([alpha, beta])).status).toBe(0);
    await ccp('wait', '--idle');
    expect((await sync()).users).toContainEqual(
      expect.objectContaining({ username: 'GAMMA', credential: 'REMOVED', standing: 'left' }),
    );
    // Its connection is still open: what it may not do any more is refused there too.
    await expect(send()).rejects.toThrow(/not authorized/i);
    await producer.disconnect();
    expect(await left.write('ccp.trades.GAMMA', {})).toBe('KafkaJSSASLAuthenticationError');
    expect(fs.existsSync(credentialsFile('member', 'GAMMA'))).toBe(false);
    expect(await sync()).toMatchObject({ changes: 0 });
  }, 180_000);

  it('shows its secrets in no list of processes, no log and no answer', () => {
    const secrets = [
      credentialsOf('member', 'ALPHA').password,
      credentialsOf('venue', 'XSIM').password,
      fs.readFileSync(house.security?.operatorTokenFile ?? '', 'utf8').trim(),
      ...Object.values(
        JSON.parse(fs.readFileSync(house.security?.kafkaUsersFile ?? '', 'utf8')) as object,
      ).map(String),
      'chosen-by-an-operator',
    ];
    const shown = [
      starter.said,
      printed,
      ...processesOf(dataDir).map((pid) => commandLineOf(pid)),
      ...fs
        .readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.log') && !file.includes('kafka/data'))
        .map((file) => fs.readFileSync(path.join(dataDir, file), 'utf8')),
    ].join('\n');
    expect(shown).toContain('kafka.Kafka');
    for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
  });

  it('is whole after all of it', async () => {
    expect((await ccp('audit', 'verify')).status).toBe(0);
    await starter.end('SIGTERM');
    expect(starter.exitCode).toBe(0);
  });
});
