import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { expectExactlyOnce } from '../support/expect-exactly-once.js';
import { expectPublished } from '../support/expect-published.js';
import { SeededFlow } from '../support/seeded-flow.js';
import { sharedServers } from '../support/shared-servers.js';
import { SteadySender } from '../support/steady-sender.js';
import { TestHouse } from '../support/test-house.js';
import { waitUntil } from '../support/wait-until.js';

/** A standby decides within ten seconds of the end of the one before it. */
const TAKEOVER_MS_MAX = 10_000;
/** The exit status of a core that asks to be started anew, as a standby. */
const START_ANEW = 75;

async function inHouse(run: (house: TestHouse) => Promise<void>): Promise<void> {
  const house = await TestHouse.open(sharedServers());
  try {
    await run(house);
  } finally {
    await house.close();
  }
}

/** Long enough for a process that woke to finish what it was about to do. */
const SETTLED_MS = 1_000;

/** How much members can read, by topic: nothing may come a second time. */
async function sentSoFar(house: TestHouse): Promise<number[]> {
  const topics = ['ledger', 'trade-status', 'margin-requirements'] as const;
  const messages = await Promise.all(topics.map((topic) => house.readAll(topic)));
  return messages.map(({ length }) => length);
}

describe('two cores', () => {
  it.concurrent('one decides and the other takes over within 10 s of kill -9', () =>
    inHouse(async (house) => {
      const active = await house.start('core').ready();
      await house.applyReferenceData();
      const standby = house.start('core');
      await standby.logged(/ledger main folded/);
      const flow = new SeededFlow(21);
      const sender = new SteadySender(house, flow);
      await waitUntil(
        'the flow is decided',
        async () => (await house.reader.head()).position > 100,
      );
      expect(standby.http).toBeUndefined();
      active.kill('SIGKILL');
      await active.ended;
      const { position } = await house.reader.head();
      const takeoverMs = await waitUntil(
        'the standby decides',
        async () => (await house.reader.head()).position > position,
        TAKEOVER_MS_MAX,
      );
      expect(takeoverMs).toBeLessThan(TAKEOVER_MS_MAX);
      await sender.stop();
      await house.decided();
      await expectExactlyOnce(house, flow);
    }),
  );

  it.concurrent.each(['head-advanced', 'events-copied', 'before-commit'])(
    'one that is stopped after %s is replaced, and appends nothing when it wakes',
    (point) =>
      inHouse(async (house) => {
        const stopped = await house.start('core', `${point}:12:stop`).ready();
        await house.applyReferenceData();
        const standby = house.start('core');
        await standby.logged(/ledger main folded/);
        const flow = new SeededFlow(point.length);
        const sender = new SteadySender(house, flow);
        await stopped.stopped();
        await standby.ready(TAKEOVER_MS_MAX);
        expect((await house.reader.head()).epoch).toBe(2);
        const { position } = await house.reader.head();
        stopped.kill('SIGCONT');
        expect(await stopped.end()).toBe(START_ANEW);
        expect(stopped.hasLogged(/may no longer append|another core holds the lease/)).toBe(true);
        await sender.stop();
        await house.decided();
        const head = await house.reader.head();
        expect(head.epoch).toBe(2);
        expect(head.position).toBeGreaterThan(position);
        await expectExactlyOnce(house, flow);
      }),
  );
});

describe('two publishers', () => {
  it.concurrent.each(['before-fence', 'messages-sent', 'published'])(
    'one that is stopped at %s is replaced, and sends nothing older when it wakes',
    (point) =>
      inHouse(async (house) => {
        await house.start('core').ready();
        await house.applyReferenceData();
        const first = house.start('publisher', `${point}:1:stop`);
        const flow = new SeededFlow(point.length + 50);
        await first.stopped();
        const second = await house.start('publisher').ready();
        await house.send(flow.next(300));
        await house.decided();
        await house.published();
        await house.visible();
        const before = await sentSoFar(house);
        first.kill('SIGCONT');
        await first.ready();
        await sleep(SETTLED_MS);
        expect(await sentSoFar(house)).toEqual(before);
        await house.send(flow.next(100));
        await house.decided();
        await house.published();
        // The one that woke is a standby in good order: it takes over in its turn.
        second.kill('SIGKILL');
        await house.send(flow.next(50));
        await house.decided();
        await house.published();
        await expectPublished(house);
        await expectExactlyOnce(house, flow);
      }),
  );
});
