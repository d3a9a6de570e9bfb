import { BenchHouse } from './bench-house.js';
import { sendTrades } from './bench-market.js';
import type { BenchServers } from './bench-servers.js';
import { runFloor } from './run-floor.js';
import type { Comparison } from './statistics.js';

/** Trades decided and durable: the core alone, beside the floor. */
export async function decideAlone(servers: BenchServers, count: number): Promise<Comparison> {
  const house = await BenchHouse.open(servers);
  try {
    await house.stop('core');
    const { position } = await house.reader.head();
    await sendTrades(house.kafka, house.topic('trades'), 'T', 0, count);
    const floor = await runFloor(servers, house.topic('trades'), count);
    await house.start('core');
    const first = await house.reached(position + 1);
    const counted = (await house.reader.head()).position;
    const last = await house.reached(position + count);
    const program = ((position + count - counted) / (last - first)) * 1000;
    return { floor, program };
  } finally {
    await house.close();
  }
}

/** Trades answered on Kafka, with everything running, beside the one-thread floor with both messages. */
export async function answerAll(servers: BenchServers, count: number): Promise<Comparison> {
  const house = await BenchHouse.open(servers);
  try {
    await house.start('publisher');
    await house.start('back-office');
    const { position } = await house.reader.head();
    await house.published(position);
    await house.stop('core');
    await sendTrades(house.kafka, house.topic('trades'), 'T', 0, count);
    const floor = await runFloor(servers, house.topic('trades'), count, {
      answerTopic: house.topic('default-waterfall'),
      ledgerTopic: house.topic('checkpoints'),
    });
    await house.start('core');
    const first = await house.published(position + 1);
    const counted = await publishedPosition(house);
    const last = await house.published(position + count);
    return { floor, program: ((position + count - counted) / (last - first)) * 1000 };
  } finally {
    await house.close();
  }
}

async function publishedPosition(house: BenchHouse): Promise<number> {
  const { rows } = await house.pool.query<{ position: string }>(
    "SELECT position FROM publisher_checkpoint WHERE ledger_id = 'main'",
  );
  return Number(rows[0]?.position ?? 0);
}
