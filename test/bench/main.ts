import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { startBenchServers } from './bench-servers.js';
import { endure } from './endurance.bench.js';
import { measureLatency } from './latency.bench.js';
import { median } from './statistics.js';
import { answerAll, decideAlone, type Comparison } from './throughput.bench.js';

const HELP = `npm run bench -- [--quick] [--only decide,answer,latency,endure] [--json]

Measures the clearing house beside its floor, in one run on servers of its own:
  decide   trades decided and durable, core alone, beside the floor
  answer   trades answered on Kafka, everything running, beside the one-thread floor
  latency  from submission to answer at 1,000 trades a second
  endure   memory over a million trades, replay, restart from a snapshot and from zero
The table goes to standard output, the figures as JSON to .data/bench.json too.
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'decide,answer,latency,endure' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Line {
  readonly what: string;
  readonly figure: string;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

function comparison(what: string, runs: readonly Comparison[], lines: Line[]): object {
  const floor = median(runs.map((run) => run.floor));
  const program = median(runs.map((run) => run.program));
  const ratio = median(runs.map((run) => run.program / run.floor));
  lines.push(
    { what: `${what}: floor, trades/s (median of ${runs.length})`, figure: whole(floor) },
    { what: `${what}: program, trades/s`, figure: whole(program) },
    { what: `${what}: program / floor (median of pairs)`, figure: ratio.toFixed(2) },
  );
  return { floor, program, ratio, runs };
}

async function bench(): Promise<void> {
  const only = new Set(values.only.split(','));
  const runs = values.quick ? 1 : 3;
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const lines: Line[] = [];
  const figures: Record<string, unknown> = {
    machine: `${os.cpus().length} cores, ${os.cpus()[0]?.model}, Node ${process.version}`,
  };
  const servers = await startBenchServers();
  try {
    for (const [name, what, measure, count] of [
      ['decide', 'decided and durable', decideAlone, values.quick ? 50_000 : 200_000],
      ['answer', 'answered on Kafka', answerAll, values.quick ? 20_000 : 100_000],
    ] as const) {
      if (!only.has(name)) continue;
      const pairs: Comparison[] = [];
      for (let run = 1; run <= runs; run++) {
        say(`${what}: run ${run} of ${runs}, ${whole(count)} trades`);
        pairs.push(await measure(servers, count));
      }
      figures[name] = comparison(what, pairs, lines);
    }
    if (only.has('latency')) {
      say('latency at 1,000 trades a second');
      const latency = await measureLatency(servers, 1_000, values.quick ? 5 : 20);
      figures['latency'] = latency;
      lines.push(
        { what: 'submission to answer at 1,000/s: p50, ms', figure: latency.p50Ms.toFixed(1) },
        { what: 'submission to answer at 1,000/s: p99, ms', figure: latency.p99Ms.toFixed(1) },
      );
    }
    if (only.has('endure')) {
      const count = values.quick ? 100_000 : 1_000_000;
      say(`${whole(count)} trades through one core`);
      const endurance = await endure(servers, count);
      figures['endurance'] = endurance;
      const memory = endurance.residentMb.map(({ trades, mb }) => `${whole(trades)}: ${mb}`);
      lines.push(
        { what: 'resident memory of the core, MB at trades', figure: memory.join(', ') },
        { what: 'replay from zero, events/s', figure: whole(endurance.replayEventsPerSecond) },
        {
          what: `restart with ${whole(endurance.events)} events, from snapshot, ms`,
          figure: whole(endurance.readyFromSnapshotMs),
        },
        { what: 'the same from zero, ms', figure: whole(endurance.readyFromZeroMs) },
      );
    }
  } finally {
    await servers.stop();
  }
  report(lines, figures);
}

function report(lines: readonly Line[], figures: Record<string, unknown>): void {
  const file = path.join(PROJECT_ROOT, '.data', 'bench.json');
  fs.writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  if (values.json) {
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    return;
  }
  const width = Math.max(...lines.map(({ what }) => what.length));
  for (const { what, figure } of lines) process.stdout.write(`${what.padEnd(width)}  ${figure}\n`);
  process.stdout.write(`\n${String(figures['machine'])}; as JSON in .data/bench.json\n`);
}

if (values.help) process.stdout.write(HELP);
else await bench();
