import { afterEach, describe, expect, inject, it } from 'vitest';
import { TestHouse } from '../support/test-house.js';

let house: TestHouse;
afterEach(() => house.close());

describe('x', () => {
  it('starts', async () => {
    const t = performance.now();
    house = await TestHouse.open({
      databaseUrl: inject('databaseUrl'),
      kafkaBrokers: inject('kafkaBrokers'),
    });
    process.stderr.write(`open ${performance.now() - t}\n`);
    const core = await house.start('core').ready();
    process.stderr.write(`core ${performance.now() - t}\n`);
    await house.applyReferenceData();
    process.stderr.write(`ref ${performance.now() - t}\n`);
    process.stderr.write(JSON.stringify((await house.events()).map((e) => e.payload)));
    expect(await core.stop()).toBe(0);
  });
});
