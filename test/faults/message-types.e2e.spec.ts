import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '#libs/ledger/index.js';
import { expectSound } from '../support/expect-exactly-once.js';
import { LIFE_DOCUMENT, lifeOfMessages, type LifeStep } from '../support/life-of-messages.js';
import type { ServiceProcess } from '../support/service-process.js';
import { sharedServers } from '../support/shared-servers.js';
import { TestHouse } from '../support/test-house.js';

const CRASHES = ['head-advanced', 'events-copied', 'before-commit', 'committed'];

/** What was decided, apart from when: a repeat is answered before or after what follows from the first. */
const decisions = (events: readonly StoredEvent[]): string[] =>
  events.map(({ type, payloadText }) => `${type} ${payloadText}`).toSorted();

/** A house with the reference data of the messages' life, and no process. */
async function openHouse(): Promise<TestHouse> {
  const house = await TestHouse.open(sharedServers());
  const core = await house.start('core').ready();
  const body = { type: 'APPLY_REFERENCE_DATA', document: LIFE_DOCUMENT };
  const value = { commandId: 'apply', ledger: 'main', by: 'test', body };
  await house.send([{ topic: 'commands', key: 'apply', value }]);
  await house.decided();
  await core.stop();
  return house;
}

/** Sends one message after the other, each of them twice: it is carried out once. @returns all events */
async function liveOn(house: TestHouse, steps: readonly LifeStep[]): Promise<StoredEvent[]> {
  await house.start('core').ready();
  for (const { name, effect, message, hasIdentity } of steps) {
    const before = await house.reader.head();
    await house.send([message]);
    if (hasIdentity) await house.send([message]);
    await house.decided();
    const written = (await house.events()).slice(before.position);
    const effects = written.filter(({ type }) => type === effect);
    expect(effects, `${name}: ${decisions(written).join('; ')}`).toHaveLength(1);
  }
  return house.events();
}

/**
 * The same, with a core that dies by the first message of each type, and its repeat sent while there is
 * no core.
 */
async function dieByEach(house: TestHouse, steps: readonly LifeStep[]): Promise<StoredEvent[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'clearing-house-'));
  const signal = path.join(folder, 'die');
  const died = new Set<string>();
  const start = (): Promise<ServiceProcess> => {
    const crashAt = `${CRASHES[died.size % CRASHES.length]}:1`;
    return house.start('core', crashAt, { CCP_CRASH_WHEN: signal }).ready();
  };
  let core = await start();
  for (const { name, kind, message, hasIdentity } of steps) {
    const isFirst = !died.has(kind);
    if (isFirst) fs.writeFileSync(signal, '');
    await house.send([message]);
    if (isFirst) {
      expect(await core.end(), `${name}\n${core.tail()}`).toBe('SIGKILL');
      fs.rmSync(signal);
      died.add(kind);
    }
    if (hasIdentity) await house.send([message]);
    if (isFirst) {
      await house.expireLease('core');
      core = await start();
    }
    await house.decided();
  }
  fs.rmSync(folder, { recursive: true });
  return house.events();
}

describe('a message of each type, sent twice,', () => {
  it('is carried out once, and leaves the same ledger when the core dies by it', async () => {
    const steps = lifeOfMessages();
    const [quiet, dying] = await Promise.all([openHouse(), openHouse()]);
    try {
      const events = await liveOn(quiet, steps);
      await expectSound(quiet, events);
      const again = await dieByEach(dying, steps);
      expect(decisions(again)).toEqual(decisions(events));
      await expectSound(dying, again);
    } finally {
      await Promise.all([quiet.close(), dying.close()]);
    }
  }, 900_000);
});
