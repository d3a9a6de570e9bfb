import { describe, it } from 'vitest';
import { CrashRun } from '../support/crash-run.js';
import { expectExactlyOnce } from '../support/expect-exactly-once.js';
import { expectPublished } from '../support/expect-published.js';
import { sharedServers } from '../support/shared-servers.js';
import { TestHouse } from '../support/test-house.js';

/** More of them for a longer search: CCP_TEST_SEEDS=11,12,13 */
const SEEDS = (process.env['CCP_TEST_SEEDS'] ?? '1,2').split(',').map(Number);

describe('kill -9 at every named point of the write path and of publishing', () => {
  it.concurrent.each(SEEDS)('loses nothing and does nothing twice (seed %i)', async (seed) => {
    const house = await TestHouse.started(sharedServers());
    try {
      const run = new CrashRun(house, seed);
      await house.killAll();
      await house.expireLease('core');
      await run.crashAtEachPoint();
      await run.finish();
      await expectExactlyOnce(house, run.flow);
      await expectPublished(house);
    } finally {
      await house.close();
    }
  });
});
