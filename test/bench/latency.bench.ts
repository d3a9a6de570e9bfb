import { setTimeout as sleep } from 'node:timers/promises';
import { BenchHouse } from './bench-house.js';
import { benchTrade } from './bench-market.js';
import type { BenchServers } from './bench-servers.js';
import { quantile } from './statistics.js';

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answered: number;
}

const SLICE_MS = 10;
const WARM_UP_SECONDS = 3;

/** From the send of a trade to its answer in a consumer, at a steady rate, with everything running. */
export async function measureLatency(
  servers: BenchServers,
  ratePerSecond: number,
  seconds: number,
): Promise<Latency> {
  const house = await BenchHouse.open(servers);
  await house.start('publisher');
  await house.start('back-office');
  const consumer = house.kafka.consumer({ groupId: 'latency', maxWaitTimeInMs: 20 });
  const producer = house.kafka.producer();
  const sentMs = new Map<string, number>();
  const latencies: number[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({ topic: house.topic('trade-status'), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ message }) => {
        const key = String(message.key);
        const sent = sentMs.get(key);
        if (sent !== undefined) latencies.push(performance.now() - sent);
        sentMs.delete(key);
        return Promise.resolve();
      },
    });
    await producer.connect();
    const perSlice = (ratePerSecond * SLICE_MS) / 1000;
    const slices = ((seconds + WARM_UP_SECONDS) * 1000) / SLICE_MS;
    const started = performance.now();
    const warm = (WARM_UP_SECONDS * 1000) / SLICE_MS;
    const inFlight: Promise<unknown>[] = [];
    for (let slice = 0; slice < slices; slice++) {
      const messages = Array.from({ length: perSlice }, (_, k) =>
        benchTrade('L', slice * perSlice + k),
      );
      if (slice >= warm) for (const { key } of messages) sentMs.set(key, performance.now());
      inFlight.push(producer.send({ topic: house.topic('trades'), messages }));
      const ahead = started + (slice + 1) * SLICE_MS - performance.now();
      if (ahead > 0) await sleep(ahead);
    }
    await Promise.all(inFlight);
    const until = performance.now() + 15_000;
    while (sentMs.size > 0 && performance.now() < until) await sleep(SLICE_MS);
    return {
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
      answered: latencies.length,
    };
  } finally {
    await producer.disconnect();
    await consumer.disconnect();
    await house.close();
  }
}
