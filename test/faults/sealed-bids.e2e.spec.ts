import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuctionClosed } from '#libs/domain/events/auction-events.js';
import { sha256 } from '#libs/domain/kernel/sha-256.js';
import { OUTPUT_TOPICS } from '#libs/messaging/topics.js';
import { REFERENCE_DOCUMENT } from '../support/reference-document.js';
import type { ServiceProcess } from '../support/service-process.js';
import { sharedServers } from '../support/shared-servers.js';
import { TestHouse, type TestMessage } from '../support/test-house.js';
import { waitUntil } from '../support/wait-until.js';

/** Nothing else in the house has these digits. */
const PRICES = ['-7654321.00', '8765432.00', '9876543.00'] as const;
const DIGITS = ['7654321', '8765432', '9876543'] as const;
const DEFAULT_ID = 'main-D1';
/** In the middle of the transaction that takes a bid. */
const CRASHES = ['events-copied', 'sealed-bids-copied'] as const;

let house: TestHouse;
let core: ServiceProcess;
let commands = 0;

const command = (body: object, by = 'jane'): TestMessage => ({
  topic: 'commands',
  key: 'main',
  value: { commandId: `c-${++commands}`, ledger: 'main', by, body },
});

function bid(bidId: string, price: unknown, changes: object = {}): TestMessage {
  const value = {
    bidId,
    defaultId: DEFAULT_ID,
    lot: 'L1',
    account: 'BETA/C1',
    price,
    submittedAt: '2026-11-20T15:00:00.000Z',
    ...changes,
  };
  return { topic: 'auction-bids.BETA', key: DEFAULT_ID, value };
}

/** All that anybody but the bidder can get hold of, as one text: topics, tables, pages, logs. */
async function allThatCanBeRead(backOffice: ServiceProcess): Promise<string> {
  const found: string[] = [];
  for (const topic of OUTPUT_TOPICS)
    for (const { key, value, headers } of await house.readAll(topic))
      found.push(`${key} ${String(value)} ${JSON.stringify(headers)}`);
  const { rows: tables } = await house.pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN ('sealed_bid', 'snapshot')
       AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')`,
  );
  for (const { name } of tables) {
    const { rows } = await house.pool.query<{ row: string }>(
      `SELECT t::text AS row FROM ${name} t`,
    );
    found.push(...rows.map(({ row }) => row));
  }
  const { rows: snapshots } = await house.pool.query<{ state: Buffer }>(
    'SELECT state FROM snapshot',
  );
  found.push(...snapshots.map(({ state }) => state.toString('latin1')));
  for (const path of ['events?limit=200', 'quarantine', 'defaults', `defaults/${DEFAULT_ID}`]) {
    const answer = await fetch(`${backOffice.http}/v1/ledgers/main/${path}`);
    expect(answer.status, path).toBe(200);
    found.push(await answer.text());
  }
  found.push(...core.log, ...backOffice.log);
  // What was put aside is kept in base64 and in hexadecimal.
  const encoded = DIGITS.flatMap((digits) => [
    Buffer.from(digits).toString('hex'),
    Buffer.from(digits).toString('base64').slice(0, 8),
  ]);
  for (const text of encoded) expect(found.join('\n')).not.toContain(text);
  return found.join('\n');
}

beforeAll(async () => {
  house = await TestHouse.open(sharedServers());
  core = await house.start('core').ready();
  const document = {
    ...REFERENCE_DOCUMENT,
    members: [
      ...REFERENCE_DOCUMENT.members,
      { id: 'GAMMA', name: 'Gamma', accounts: REFERENCE_DOCUMENT.members[0]?.accounts },
    ],
  };
  await house.send([command({ type: 'APPLY_REFERENCE_DATA', document })]);
  await house.decided();
  const executedAt = '2026-11-20T14:00:00.000Z';
  const trade = { tradeId: 'T-1', venue: 'XSIM', instrument: 'SPX-FUT', quantity: '40' };
  const sides = { buyer: 'ALPHA/HOUSE', seller: 'BETA/HOUSE', price: '5000.00', executedAt };
  await house.send([{ topic: 'trades', key: 'T-1', value: { ...trade, ...sides } }]);
  await house.decided();
  await house.send([
    command({ type: 'DECLARE_DEFAULT', member: 'ALPHA', reason: 'INSOLVENCY' }),
    command({ type: 'CONFIRM_DEFAULT', defaultId: DEFAULT_ID }, 'omar'),
    command({
      type: 'OPEN_AUCTION',
      defaultId: DEFAULT_ID,
      lots: [{ lot: 'L1', positions: [{ instrument: 'SPX-FUT', quantity: '-40' }] }],
    }),
  ]);
  await house.decided();
  const topic = house.topic('auction-bids.BETA');
  await waitUntil('the bidder has a topic', async () =>
    (await house.bench.admin.listTopics()).includes(topic),
  );
});

afterAll(() => house?.close());

const received = async (): Promise<string[]> =>
  (await house.events()).flatMap(({ type, payload }) =>
    type === 'DefaultStepTaken' && payload.step === 'BID_RECEIVED' ? [payload.bidId] : [],
  );

describe('sealed bids', () => {
  it('can be read nowhere before the closing, whether good, refused or unreadable', async () => {
    const publisher = await house.start('publisher').ready();
    const backOffice = await house.start('back-office').ready();
    await house.send([
      bid('B-1', PRICES[0]),
      bid('B-2', PRICES[1], { account: 'GAMMA/HOUSE' }),
      bid('B-3', `${PRICES[2]}1`),
      bid('B-4', Number(DIGITS[2])),
      bid('B-5', `${DIGITS[1]}e1`),
      bid('B-1', PRICES[1]),
      bid('', PRICES[2]),
      { topic: 'auction-bids.BETA', key: DIGITS[2], value: Buffer.from(`{"price":"${PRICES[2]}`) },
    ]);
    await house.decided();
    await house.published();
    const events = await house.events();
    const answers = events.filter(({ type }) => type === 'AuctionBidRejected');
    expect(answers.map(({ payload }) => payload)).toMatchObject([
      { bidId: 'B-2', code: 'NOT_YOURS' },
      { bidId: 'B-3', code: 'INVALID_FIELD' },
      { bidId: 'B-4', code: 'DECIMAL_AS_NUMBER' },
      { bidId: 'B-5', code: 'INVALID_FIELD' },
      { bidId: 'B-1', code: 'CONFLICTING_DUPLICATE' },
    ]);
    expect(events.filter(({ type }) => type === 'MessageQuarantined')).toHaveLength(2);
    expect(await received()).toEqual(['B-1']);
    const url = `${backOffice.http}/v1/ledgers/main/defaults/${DEFAULT_ID}`;
    await waitUntil('the bid is in the read model', async () =>
      (await (await fetch(url)).text()).includes('BID_RECEIVED'),
    );
    const text = await allThatCanBeRead(backOffice);
    expect(text).toContain('BID_RECEIVED');
    for (const digits of DIGITS) expect(text).not.toContain(digits);
    await Promise.all([publisher.stop(), backOffice.stop()]);
  });

  it('are there again after kill -9 at any moment, each once', async () => {
    for (const crashAt of CRASHES) {
      core.kill('SIGKILL');
      await core.ended;
      await house.expireLease('core');
      core = await house.start('core', `${crashAt}:1`).ready();
      await house.send([bid(`at-${crashAt}`, PRICES[1])]);
      await core.ended;
      await house.expireLease('core');
      core = await house.start('core').ready();
      await house.decided();
    }
    expect(await received()).toEqual(['B-1', ...CRASHES.map((at) => `at-${at}`)]);
    const { rows } = await house.pool.query<{ kept: string }>(
      'SELECT count(*) AS kept FROM sealed_bid',
    );
    expect(Number(rows[0]?.kept)).toBe(1 + CRASHES.length);
  });

  it('are shown at the closing, and anybody can check them', async () => {
    await house.send([bid('B-9', PRICES[0])]);
    await house.decided();
    core.kill('SIGKILL');
    await core.ended;
    await house.expireLease('core');
    core = await house.start('core').ready();
    await house.send([command({ type: 'CLOSE_AUCTION', defaultId: DEFAULT_ID })]);
    await house.decided();
    const closed = (await house.events()).flatMap(({ type, payload }): AuctionClosed[] =>
      type === 'DefaultStepTaken' && payload.step === 'AUCTION_CLOSED' ? [payload] : [],
    )[0];
    expect(closed?.bids.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 1 + CRASHES.length }, () => 'REPLACED'),
      'WON',
    ]);
    expect(closed).toMatchObject({
      net: PRICES[0],
      lots: [{ winner: { bidId: 'B-9', account: 'BETA/C1' } }],
      didNotBid: ['GAMMA'],
    });
    for (const {
      bidder,
      bidId,
      lot,
      account,
      price,
      submittedAt,
      salt = '',
      hash,
    } of closed?.bids ?? []) {
      const content = { bidder, bidId, defaultId: DEFAULT_ID, lot, account, price, submittedAt };
      expect(sha256(salt + JSON.stringify(content))).toBe(hash);
    }
  });
});
