import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { powerLoss, waitUntilNone } from '#libs/platform/testing/house-processes.js';
import { makeTestDataDir } from '#libs/platform/test-servers.js';
import { KafkaBench } from '../support/kafka-bench.js';
import { REFERENCE_DOCUMENT } from '../support/reference-document.js';
import { SeededFlow, type GoodTrade } from '../support/seeded-flow.js';
import { StarterProcess, type HouseEndpoints } from '../support/starter-process.js';
import { waitUntil } from '../support/wait-until.js';

const STOP_MS_MAX = 10_000;
const GONE_MS_MAX = 10_000;

const dataDir = makeTestDataDir();
const configFile = path.join(dataDir, 'clearing-house.json');
fs.writeFileSync(configFile, JSON.stringify(REFERENCE_DOCUMENT));
const flow = new SeededFlow(71);
const sent: GoodTrade[] = [];

afterAll(async () => {
  await powerLoss(dataDir);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

/** Sends good trades and waits until members can read an answer to each that was ever sent. */
async function clear(house: HouseEndpoints, count: number): Promise<void> {
  const trades = goodTrades(count);
  sent.push(...trades);
  const bench = await KafkaBench.connect(house.kafkaBrokers);
  try {
    await bench.producer.send({
      topic: 'ccp.trades',
      messages: trades.map((trade) => ({ key: trade.tradeId, value: JSON.stringify(trade) })),
    });
    await waitUntil(
      'every trade is answered',
      async () => (await answered(bench)).size === sent.length,
    );
  } finally {
    await bench.close();
  }
}

async function answered(bench: KafkaBench): Promise<Set<string>> {
  const messages = await bench.readAll('ccp.trade-status');
  const statuses = messages.map(
    ({ value }) => JSON.parse(String(value)) as { tradeId: string; status: string },
  );
  return new Set(statuses.filter((s) => s.status === 'NOVATED').map((s) => s.tradeId));
}

function goodTrades(count: number): GoodTrade[] {
  const trades = new Map<string, GoodTrade>();
  const known = new Set(sent.map(({ tradeId }) => tradeId));
  while (trades.size < count) {
    flow.next(1);
    for (const [tradeId, [trade]] of flow.good)
      if (trade && !known.has(tradeId)) trades.set(tradeId, trade);
  }
  return [...trades.values()];
}

/** Ids of all trades in the ledger, as the back office shows them. */
async function listed({ http }: HouseEndpoints): Promise<string[]> {
  const response = await fetch(`${http}/v1/ledgers/main/trades?limit=1000`);
  const { items } = (await response.json()) as { items: { tradeId: string }[] };
  return items.map(({ tradeId }) => tradeId).sort();
}

async function expectAllListed(house: HouseEndpoints): Promise<void> {
  const ids = sent.map(({ tradeId }) => tradeId).sort();
  await waitUntil('the read model has all', async () => (await listed(house)).length >= ids.length);
  expect(await listed(house)).toEqual(ids);
}

describe('the starter of the house', () => {
  it('brings up servers, services and reference data, and SIGTERM ends all of it in time', async () => {
    const starter = new StarterProcess(dataDir, configFile);
    const house = await starter.ready();
    await clear(house, 30);
    await expectAllListed(house);
    expect(await starter.end('SIGTERM')).toBeLessThan(STOP_MS_MAX);
    expect(starter.exitCode).toBe(0);
    expect(await waitUntilNone(dataDir, 1_000)).toEqual([]);
  });

  it('goes on where it was, starts services anew that are killed, and kill -9 leaves nothing behind', async () => {
    const starter = new StarterProcess(dataDir, configFile);
    const house = await starter.ready();
    await expectAllListed(house);
    for (const service of ['core', 'publisher', 'back-office'])
      process.kill(starter.pidOf(service), 'SIGKILL');
    await clear(house, 30);
    await waitUntil('the back office answers', async () =>
      fetch(`${house.http}/health/live`).then(
        (response) => response.ok,
        () => false,
      ),
    );
    await expectAllListed(house);
    await starter.end('SIGKILL');
    expect(await waitUntilNone(dataDir, GONE_MS_MAX)).toEqual([]);
  });

  it('starts again after it was killed, with all that was decided', async () => {
    const starter = new StarterProcess(dataDir, configFile);
    const house = await starter.ready();
    await expectAllListed(house);
    expect(await starter.end('SIGINT')).toBeLessThan(STOP_MS_MAX);
    expect(await waitUntilNone(dataDir, 1_000)).toEqual([]);
  });
});
