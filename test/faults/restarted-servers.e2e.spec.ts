import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedKafka, type EmbeddedKafka } from '#libs/platform/embedded-kafka.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#libs/platform/embedded-postgres.js';
import { makeTestDataDir } from '#libs/platform/test-servers.js';
import { expectExactlyOnce } from '../support/expect-exactly-once.js';
import { expectPublished } from '../support/expect-published.js';
import { SeededFlow } from '../support/seeded-flow.js';
import type { ServiceProcess } from '../support/service-process.js';
import { SteadySender } from '../support/steady-sender.js';
import { TestHouse } from '../support/test-house.js';

const AWAY_MS = 1_500;

/** Servers of this file's own, since it restarts them. */
const dataDir = makeTestDataDir();
let postgres: EmbeddedPostgres;
let kafka: EmbeddedKafka;
let house: TestHouse;
let core: ServiceProcess;
let publisher: ServiceProcess;
const flow = new SeededFlow(41);

beforeAll(async () => {
  [postgres, kafka] = await Promise.all([
    startEmbeddedPostgres({ dataDir, durable: false }),
    startEmbeddedKafka({ dataDir }),
  ]);
  house = await TestHouse.open({ ...postgres, ...kafka });
  core = await house.start('core').ready();
  await house.applyReferenceData();
  publisher = await house.start('publisher').ready();
});

afterAll(async () => {
  await house?.close();
  await Promise.all([postgres?.stop(), kafka?.stop()]);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function expectNothingLost(fault: () => Promise<void>): Promise<void> {
  const sender = new SteadySender(house, flow);
  await sleep(500);
  await fault();
  await sleep(500);
  await sender.stop();
  await house.decided();
  await house.published();
  await expectExactlyOnce(house, flow);
  expect(core.hasEnded, core.tail()).toBe(false);
  expect(publisher.hasEnded, publisher.tail()).toBe(false);
}

describe('under load', () => {
  it('Postgres is restarted: the core pauses, says so, resumes, and nothing is lost', async () => {
    await expectNothingLost(async () => {
      await postgres.stop();
      await core.logged(/the database does not take what was decided/);
      await sleep(AWAY_MS);
      postgres = await startEmbeddedPostgres({ dataDir, durable: false, port: postgres.port });
      await core.logged(/the database is back; nothing was lost/);
    });
  });

  it('the broker is restarted: input and publishing go on where they were', async () => {
    await expectNothingLost(async () => {
      await kafka.stop();
      await sleep(AWAY_MS);
      kafka = await startEmbeddedKafka({ dataDir, port: kafka.port });
    });
  });

  it('both are restarted at once', async () => {
    await expectNothingLost(async () => {
      await Promise.all([postgres.stop(), kafka.stop()]);
      [postgres, kafka] = await Promise.all([
        startEmbeddedPostgres({ dataDir, durable: false, port: postgres.port }),
        startEmbeddedKafka({ dataDir, port: kafka.port }),
      ]);
    });
    await expectPublished(house);
  });
});
