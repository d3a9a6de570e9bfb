import { codeVersion, LedgerFollower } from '#libs/decider/index.js';
import { BenchHouse } from './bench-house.js';
import { sendTrades } from './bench-market.js';
import type { BenchServers } from './bench-servers.js';

export interface Endurance {
  readonly events: number;
  readonly tradesPerSecond: number;
  /** Of the core, while trades pass. */
  readonly residentMb: readonly { readonly trades: number; readonly mb: number }[];
  readonly replayEventsPerSecond: number;
  readonly readyFromSnapshotMs: number;
  readonly readyFromZeroMs: number;
}

/** A million trades through the core: its memory, a replay of the ledger, and restarts on it. */
export async function endure(servers: BenchServers, count: number): Promise<Endurance> {
  const house = await BenchHouse.open(servers);
  try {
    const { position } = await house.reader.head();
    const started = performance.now();
    const residentMb: { trades: number; mb: number }[] = [];
    const sent = sendTrades(house.kafka, house.topic('trades'), 'E', 0, count);
    for (const share of [0.1, 0.25, 0.5, 0.75, 1]) {
      const trades = Math.round(count * share);
      await house.reached(position + trades);
      residentMb.push({ trades, mb: house.residentMb('core') });
    }
    await sent;
    const seconds = (performance.now() - started) / 1000;
    await house.stop('core');
    const replayEventsPerSecond = await replay(house);
    const readyFromSnapshotMs = await house.start('core');
    await house.stop('core');
    await house.pool.query('DELETE FROM snapshot');
    const readyFromZeroMs = await house.start('core');
    const { position: events } = await house.reader.head();
    return {
      events,
      tradesPerSecond: count / seconds,
      residentMb,
      replayEventsPerSecond,
      readyFromSnapshotMs,
      readyFromZeroMs,
    };
  } finally {
    await house.close();
  }
}

async function replay(house: BenchHouse): Promise<number> {
  const follower = await LedgerFollower.open(house.pool, 'main', codeVersion(), false);
  const started = performance.now();
  const events = await follower.catchUp();
  return (events / (performance.now() - started)) * 1000;
}
