import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '#libs/ledger/index.js';
import { expectChain } from '../support/expect-exactly-once.js';
import { SeededFlow } from '../support/seeded-flow.js';
import type { ServiceProcess } from '../support/service-process.js';
import { sharedServers } from '../support/shared-servers.js';
import { TestHouse, type TestMessage } from '../support/test-house.js';
import { waitUntil } from '../support/wait-until.js';

const START_ANEW = 75;
const PARTITION = 0;

/** Good trades on one partition. */
function trades(seed: number, count: number): TestMessage[] {
  const flow = new SeededFlow(seed);
  const good: TestMessage[] = [];
  while (good.length < count)
    good.push(...flow.next(1).filter(({ topic, value }) => topic === 'trades' && value !== null));
  return good.map((message) => ({ ...message, partition: PARTITION }));
}

/** As after a disk was lost: the topic is there again, under its name, and empty. */
async function makeAnew(house: TestHouse): Promise<void> {
  const topic = house.topic('trades');
  const { admin } = house.bench;
  await admin.deleteTopics({ topics: [topic] });
  await waitUntil('the topic is gone', async () => !(await admin.listTopics()).includes(topic));
  // The client throws when the leaders are late, although the topic is made: then it is there, and stays.
  const create = { topics: [{ topic, numPartitions: 4 }], waitForLeaders: false };
  await waitUntil('the topic is made anew', async () => {
    const isMade = await admin.createTopics(create).catch(() => false);
    return isMade || (await admin.listTopics()).includes(topic);
  });
  await waitUntil('the topic has leaders, and is empty', async () => {
    const found = await house.bench.ends(topic).catch(() => []);
    return found.length === 4 && found.every(({ high }) => high === 0n);
  });
}

async function readiness(core: ServiceProcess): Promise<{ status: number; body: string }> {
  const response = await fetch(`${core.http}/health/ready`);
  return { status: response.status, body: await response.text() };
}

interface Gap {
  readonly name: string;
  /** What is done to the topic while the house is down. */
  readonly lose: (house: TestHouse) => Promise<void>;
  readonly says: RegExp;
}

const GAPS: readonly Gap[] = [
  {
    name: 'deleted and made anew, shorter than what was read',
    lose: async (house) => {
      await makeAnew(house);
      await house.send(trades(61, 5));
    },
    says: /ends at 5, before offset 20 that is due next/,
  },
  {
    name: 'deleted and made anew, with other content up to what was read and beyond',
    lose: async (house) => {
      await makeAnew(house);
      await house.send(trades(62, 30));
    },
    says: /is not the one that was read: the topic was deleted and made anew/,
  },
  {
    name: 'left with less than what is due, since messages expired',
    lose: async (house) => {
      await house.send(trades(63, 30));
      const partitions = [{ partition: PARTITION, offset: '30' }];
      await house.bench.admin.deleteTopicRecords({ topic: house.topic('trades'), partitions });
    },
    says: /messages 20 to 29 of .* expired before they were read/,
  },
];

const ofTrades = (house: TestHouse, events: readonly StoredEvent[]): StoredEvent[] =>
  events.filter(({ causation }) => causation.startsWith(`${house.topic('trades')}/`));

describe('a topic that was, while the house was down,', () => {
  it.concurrent.each(GAPS)('$name: the core stops and says so', async ({ lose, says }) => {
    const house = await TestHouse.open(sharedServers());
    try {
      const before = await house.start('core').ready();
      await house.applyReferenceData();
      await house.send(trades(60, 20));
      await house.decided();
      expect(await before.stop()).toBe(0);
      const events = await house.events();
      expect(ofTrades(house, events)).toHaveLength(20);
      await lose(house);

      const halted = await house.start('core').ready();
      await halted.logged(says);
      expect(halted.hasLogged(/ccp inputs accept-gap --topic \S+\.trades --partition 0/)).toBe(
        true,
      );
      const { status, body } = await readiness(halted);
      expect(status).toBe(503);
      expect(body).toMatch(says);
      await sleep(500);
      expect(ofTrades(house, await house.events())).toHaveLength(20);

      await house.pool.query(
        "INSERT INTO input_gap_decision VALUES ('main', $1, 0, 'jane', 'the disk was lost')",
        [house.topic('trades')],
      );
      expect(await halted.end()).toBe(START_ANEW);
      await house.start('core').ready();
      await house.decided();
      const after = await house.events();
      expectChain(after);
      const [end] = await house.bench.ends(house.topic('trades'));
      const accepted = after.find(({ type }) => type === 'InputGapAccepted');
      expect(accepted?.payload).toMatchObject({
        topic: house.topic('trades'),
        partition: PARTITION,
        from: '20',
        to: String(end?.low),
        by: 'jane',
        reason: 'the disk was lost',
      });
      // Every message that is still there is answered once, from the first on.
      const answered = ofTrades(house, after.slice(accepted?.position ?? 0));
      const remaining = Number((end?.high ?? 0n) - (end?.low ?? 0n));
      expect(answered.map(({ causation }) => Number(causation.split('/').at(-1)))).toEqual(
        Array.from({ length: remaining }, (_, i) => Number(end?.low) + i),
      );
    } finally {
      await house.close();
    }
  });
});
