import { runsOf, whole, type BenchPart, type Line } from './bench-part.js';
import { revalueCollateral } from './collateral-revaluation.bench.js';
import { expireAll, type ExpiryRun } from './expiry.bench.js';
import { measureCycles, type CycleRun } from './settlement-cycle.bench.js';
import { median } from './statistics.js';
import { simulateYear } from './year.bench.js';

const HOLDERS = 10_000;
const CYCLE = {
  full: { accounts: 1_000, instruments: 200 },
  quick: { accounts: 200, instruments: 50 },
} as const;
const EXPIRY = {
  full: { accounts: 1_000, series: 500, positions: 100_000 },
  quick: { accounts: 200, series: 50, positions: 10_000 },
} as const;
const YEAR = { members: 10, tradesPerDay: 105 };
const DAYS = { full: 250, quick: 60 } as const;
const SEED = 1;

/** Figures of settlement, collateral and a simulated year. */
export const SETTLEMENT_PARTS: readonly BenchPart[] = [
  {
    kind: 'memory',
    name: 'revaluation',
    what: 'collateral of 10,000 holders valued after one price, beside a bare loop',
    measure(bench) {
      const figures = revalueCollateral(HOLDERS, runsOf(bench) * 3);
      const runs = figures.runs.length;
      bench.lines.push(
        {
          what: `one price to the evaluation of ${whole(HOLDERS)} holders, ms (median of ${runs})`,
          figure: median(figures.runs.map(({ priceToAllMs }) => priceToAllMs)).toFixed(1),
        },
        {
          what: 'the same numbers multiplied in a bare loop, ms',
          figure: median(figures.runs.map(({ bareLoopMs }) => bareLoopMs)).toFixed(2),
        },
      );
      return figures;
    },
  },
  {
    kind: 'memory',
    name: 'year',
    what: 'a simulated year in the core alone: time, and memory at the ends of quarters',
    measure({ quick, lines }) {
      const days = quick ? DAYS.quick : DAYS.full;
      const year = simulateYear(SEED, YEAR, days);
      const { quarters, messages, accounts } = year;
      const of = (figure: (quarter: (typeof quarters)[number]) => number): string =>
        quarters.map((quarter) => whole(figure(quarter))).join(', ');
      lines.push(
        {
          what: `${days} days, ${accounts} accounts, ${whole(messages)} messages: seconds`,
          figure: year.seconds.toFixed(1),
        },
        { what: 'events in the ledger, by quarter', figure: of((each) => each.ledgerEvents) },
        { what: 'heap in use, by quarter, MB', figure: of((each) => each.heapMb) },
        {
          what: 'state as a snapshot keeps it, by quarter, kB',
          figure: of((each) => each.stateKb),
        },
      );
      return year;
    },
  },
  {
    kind: 'memory',
    name: 'expiry',
    what: 'options that expire in one cycle, beside writing and hashing the same events',
    measure(bench) {
      const { quick, lines } = bench;
      const size = quick ? EXPIRY.quick : EXPIRY.full;
      const runs = Array.from({ length: runsOf(bench) }, () => expireAll(size));
      const of = (figure: (run: ExpiryRun) => number): number => median(runs.map(figure));
      lines.push(
        {
          what: `${whole(size.positions)} positions in ${size.series} series expire: events, MB`,
          figure: `${whole(of((run) => run.events))}, ${whole(of((run) => run.bytes / 1e6))}`,
        },
        {
          what: `the cycle, in the core alone, ms (median of ${runs.length})`,
          figure: whole(of((run) => run.cycleMs)),
        },
        {
          what: 'floor: the same events as JSON and their hashes, ms',
          figure: whole(of((run) => run.floorMs)),
        },
        { what: 'cycle / floor', figure: of((run) => run.cycleMs / run.floorMs).toFixed(1) },
        {
          what: 'heap in use before, at the end of the cycle with its garbage, after, MB',
          figure: [
            of((run) => run.heapMb.before),
            of((run) => run.heapMb.during),
            of((run) => run.heapMb.after),
          ]
            .map(whole)
            .join(', '),
        },
        {
          what: 'evaluation of every account after it, ms',
          figure: whole(of((run) => run.evaluateMs)),
        },
      );
      return { size, runs };
    },
  },
  {
    kind: 'servers',
    name: 'cycle',
    what: 'a settlement cycle, beside writing and sending the same rows',
    async measure(bench) {
      const { servers, quick, say, lines } = bench;
      const size = quick ? CYCLE.quick : CYCLE.full;
      const cycles = await measureCycles(servers, size, runsOf(bench) + 2, say);
      const { accounts, lines: lineCount, rowBytes, messageBytes, runs } = cycles;
      const ms = (what: string, of: (run: CycleRun) => number): Line => ({
        what,
        figure: whole(median(runs.map(of))),
      });
      const floor = ({ copyMs, sendMs }: CycleRun): number => copyMs + sendMs;
      lines.push(
        {
          what: `a cycle: accounts, lines, MB of rows, MB of messages`,
          figure: [accounts, lineCount, rowBytes / 1e6, messageBytes / 1e6].map(whole).join(', '),
        },
        ms(
          `command to last message published, ms (median of ${runs.length})`,
          (run) => run.publishedMs,
        ),
        ms('of that until it is durable, ms', (run) => run.durableMs),
        ms('floor: COPY of the same rows, ms', (run) => run.copyMs),
        ms('floor: the same messages by kafkajs, ms', (run) => run.sendMs),
        {
          what: 'cycle / floor (median of pairs)',
          figure: median(runs.map((run) => run.publishedMs / floor(run))).toFixed(2),
        },
        ms('requirements of all accounts published, ms', (run) => run.requirementsMs),
      );
      return cycles;
    },
  },
];
