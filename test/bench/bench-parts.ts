import type { BenchServers } from './bench-servers.js';
import {
  comparison,
  pairs,
  runsOf,
  whole,
  type Bench,
  type BenchPart,
  type Line,
} from './bench-part.js';
import { DEFAULT_PARTS } from './default-parts.js';
import { endure } from './endurance.bench.js';
import { measureLatency } from './latency.bench.js';
import { measureLimits } from './limits.bench.js';
import { rebuildAccounts } from './margin-rebuild.bench.js';
import { revalueOptions } from './margin-revalue.bench.js';
import { measureTicks, type TickLatency } from './margin-ticks.bench.js';
import { marginTradesOneByOne } from './margin-trades.bench.js';
import { matchAlone } from './matching.bench.js';
import { SETTLEMENT_PARTS } from './settlement-parts.js';
import { answerAll, decideAlone } from './throughput.bench.js';

/** All figures, in the order in which they are measured. */
export const BENCH_PARTS: readonly BenchPart[] = [
  {
    kind: 'memory',
    name: 'revalue',
    what: 'options revalued over all scenarios, beside bare pricing',
    measure(bench) {
      const { source, runs } = revalueOptions(runsOf(bench) * 3);
      return { source, ...comparison(bench, 'option values/s, one thread', 'bare Black-76', runs) };
    },
  },
  {
    kind: 'memory',
    name: 'margin',
    what: 'trades with the requirement of both sides, beside the bandwidth of memory',
    measure(bench) {
      const { runs, ...more } = marginTradesOneByOne(runsOf(bench) * 3);
      const compared = comparison(bench, 'trades margined/s, one thread', 'memory', runs);
      const gigabytes = (more.copyBytesPerSecond / 1e9).toFixed(1);
      const kilobytes = (more.bytesPerTrade / 1e3).toFixed(0);
      bench.lines.push({
        what: 'memory floor: a trade touches, a copy moves',
        figure: `${kilobytes} kB, ${gigabytes} GB/s`,
      });
      return { ...more, ...compared };
    },
  },
  {
    kind: 'memory',
    name: 'rebuild',
    what: '10,000 requirements of 20 positions from rows, beside numpy and scipy',
    measure: rebuild,
  },
  {
    kind: 'servers',
    name: 'ticks',
    what: 'from a price on Kafka to requirements and calls on Kafka, 1,000 accounts',
    measure: ticks,
  },
  {
    kind: 'servers',
    name: 'decide',
    what: 'trades decided and durable, core alone, beside the floor',
    async measure(bench) {
      const count = bench.quick ? 50_000 : 200_000;
      const runs = await pairs(bench, () => decideAlone(bench.servers, count));
      return comparison(bench, 'decided and durable, trades/s', 'floor', runs);
    },
  },
  {
    kind: 'servers',
    name: 'match',
    what: 'sides of bilateral trades decided, matched and durable, core alone, beside the floor',
    async measure(bench) {
      const perMember = bench.quick ? 5_000 : 20_000;
      const runs = await pairs(bench, () => matchAlone(bench.servers, perMember));
      return comparison(bench, 'matched and durable, sides/s', 'floor', runs);
    },
  },
  {
    kind: 'servers',
    name: 'answer',
    what: 'trades answered on Kafka, everything running, beside the one-thread floor',
    async measure(bench) {
      const count = bench.quick ? 20_000 : 100_000;
      const runs = await pairs(bench, () => answerAll(bench.servers, count));
      return comparison(bench, 'answered on Kafka, trades/s', 'floor', runs);
    },
  },
  {
    kind: 'memory',
    name: 'limits',
    what: 'trades decided in memory, by the limits of their account',
    measure({ quick, lines }) {
      const figures = measureLimits(quick ? 5_000 : 20_000);
      for (const { limits, perSecond } of figures.rates)
        lines.push({
          what: `decided and folded, trades/s; limits: ${limits}`,
          figure: whole(perSecond),
        });
      return figures;
    },
  },
  {
    kind: 'servers',
    name: 'latency',
    what: 'from submission to answer at 1,000 trades a second',
    async measure({ servers, quick, lines }) {
      const latency = await measureLatency(servers, 1_000, quick ? 5 : 20);
      lines.push(
        { what: 'submission to answer at 1,000/s: p50, ms', figure: latency.p50Ms.toFixed(1) },
        { what: 'submission to answer at 1,000/s: p99, ms', figure: latency.p99Ms.toFixed(1) },
      );
      return latency;
    },
  },
  {
    kind: 'servers',
    name: 'endure',
    what: 'memory over a million trades, replay, restart from a snapshot and from zero',
    measure: endurance,
  },
  ...SETTLEMENT_PARTS,
  ...DEFAULT_PARTS,
];

async function rebuild(bench: Bench): Promise<object> {
  const { lines } = bench;
  const figures = await rebuildAccounts(runsOf(bench), bench.install);
  const { programMs, numpy, missing, memory } = figures;
  lines.push({ what: 'rebuild of 10,000 accounts, one thread, ms', figure: whole(programMs) });
  if (numpy)
    lines.push(
      { what: `the same book in ${numpy.versions}, ms`, figure: whole(numpy.ms) },
      { what: 'numpy / program', figure: (numpy.ms / programMs).toFixed(2) },
      { what: 'requirements that differ between the two', figure: whole(numpy.differing) },
    );
  else lines.push({ what: 'the same book in numpy', figure: missing ?? '' });
  lines.push({
    what: 'memory of 10,000 accounts: process, heap, outside the heap, MB',
    figure: [memory.residentMb, memory.heapMb, memory.externalMb].map(whole).join(', '),
  });
  return figures;
}

async function ticks({
  servers,
  quick,
  say,
  lines,
}: Bench & { servers: BenchServers }): Promise<object> {
  const figures = await measureTicks(servers, quick ? 'quick' : 'full', say);
  const { future, underlying, futureOfMembers, firstCall, sustainedTicksPerSecond } = figures;
  const latency = (what: string, { accounts, p50Ms, p99Ms }: TickLatency): Line => ({
    what: `${what}, ${whole(accounts)} accounts: p50, p99, ms`,
    figure: `${p50Ms.toFixed(1)}, ${p99Ms.toFixed(1)}`,
  });
  lines.push(
    latency('tick of a future', future),
    latency('tick under 50 options', underlying),
    latency('tick of a future, members charged as a whole', futureOfMembers),
    {
      what: `price to first call (${firstCall.ticks} ticks): p50, p99, ms`,
      figure: `${firstCall.p50Ms.toFixed(1)}, ${firstCall.p99Ms.toFixed(1)}`,
    },
    { what: 'ticks/s with everything in step', figure: whole(sustainedTicksPerSecond) },
  );
  return figures;
}

async function endurance({
  servers,
  quick,
  lines,
}: Bench & { servers: BenchServers }): Promise<object> {
  const measured = await endure(servers, quick ? 100_000 : 1_000_000);
  const memory = measured.residentMb.map(({ trades, mb }) => `${whole(trades)}: ${mb}`);
  lines.push(
    { what: 'resident memory of the core, MB at trades', figure: memory.join(', ') },
    { what: 'replay from zero, events/s', figure: whole(measured.replayEventsPerSecond) },
    {
      what: `restart with ${whole(measured.events)} events, from snapshot, ms`,
      figure: whole(measured.readyFromSnapshotMs),
    },
    { what: 'the same from zero, ms', figure: whole(measured.readyFromZeroMs) },
  );
  return measured;
}
