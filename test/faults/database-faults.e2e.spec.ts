import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { expectExactlyOnce } from '../support/expect-exactly-once.js';
import { expectPublished } from '../support/expect-published.js';
import { SeededFlow } from '../support/seeded-flow.js';
import type { ServiceProcess } from '../support/service-process.js';
import { sharedServers } from '../support/shared-servers.js';
import { SteadySender } from '../support/steady-sender.js';
import { TestHouse } from '../support/test-house.js';

const AWAY = /the database does not take what was decided/;
const BACK = /the database is back; nothing was lost/;

interface Running {
  readonly house: TestHouse;
  readonly core: ServiceProcess;
  readonly flow: SeededFlow;
}

/** A house under load, in which a fault happens; afterwards nothing is lost and nothing is twice. */
async function expectNothingLost(
  seed: number,
  fault: (running: Running) => Promise<void>,
): Promise<void> {
  const house = await TestHouse.open(sharedServers());
  try {
    const core = await house.start('core').ready();
    await house.applyReferenceData();
    const publisher = house.start('publisher');
    const flow = new SeededFlow(seed);
    const sender = new SteadySender(house, flow);
    await sleep(300);
    await fault({ house, core, flow });
    await sender.stop();
    await house.decided();
    await house.published();
    await expectExactlyOnce(house, flow);
    await expectPublished(house);
    expect(publisher.hasEnded, publisher.tail()).toBe(false);
  } finally {
    await house.close();
  }
}

/** Runs a statement on the server, outside of the database that it is about. */
async function onServer(statement: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  await client.query(statement, [...values]);
  await client.end();
}

const databaseOf = ({ databaseUrl }: TestHouse): string => new URL(databaseUrl).pathname.slice(1);

describe('a database that refuses', () => {
  it.concurrent('inserts stops the core, which says so, resumes and loses nothing', () =>
    expectNothingLost(31, async ({ house, core }) => {
      await house.asOwner('REVOKE INSERT ON event FROM ccp_service');
      await core.logged(AWAY);
      const { position } = await house.reader.head();
      await sleep(500);
      expect((await house.reader.head()).position).toBe(position);
      await house.asOwner('GRANT INSERT ON event TO ccp_service');
      await core.logged(BACK);
      expect(core.hasEnded).toBe(false);
    }),
  );

  it.concurrent('because its disk is full stops the core, which says so and resumes', () =>
    expectNothingLost(32, async ({ house, core }) => {
      await house.asOwner(`
        CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER disk_is_full BEFORE INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION disk_full()`);
      await core.logged(AWAY);
      expect(core.hasLogged(/No space left on device/)).toBe(true);
      const { position } = await house.reader.head();
      await sleep(500);
      expect((await house.reader.head()).position).toBe(position);
      await house.asOwner('DROP TRIGGER disk_is_full ON event');
      await core.logged(BACK);
      expect(core.hasEnded).toBe(false);
    }),
  );

  it.concurrent('connections makes the core wait, and it goes on when they are taken again', () =>
    expectNothingLost(33, async ({ house, core }) => {
      const database = databaseOf(house);
      await onServer(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
      await onServer('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
        database,
      ]);
      await core.logged(AWAY);
      await sleep(1_000);
      await onServer(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
      await core.logged(BACK);
      expect(core.hasEnded).toBe(false);
    }),
  );

  it.concurrent('keeps cutting connections leaves no batch out and none in twice', () =>
    expectNothingLost(34, async ({ house, core }) => {
      const database = databaseOf(house);
      for (let cut = 0; cut < 25; cut++) {
        await onServer(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE 'ccp-%'",
          [database],
        );
        await sleep((cut * 37) % 90);
      }
      await core.logged(BACK);
      expect(core.hasEnded).toBe(false);
    }),
  );
});
