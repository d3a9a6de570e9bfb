import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import type { BenchPart, Line } from './bench-part.js';
import { BENCH_PARTS } from './bench-parts.js';
import { startBenchServers } from './bench-servers.js';

const NAMES = BENCH_PARTS.map(({ name }) => name).join(',');
const WIDTH = Math.max(...BENCH_PARTS.map(({ name }) => name.length));

const HELP = `npm run bench -- [--quick] [--only NAME,NAME] [--json] [--install]

Measures the clearing house beside its floor, in one run on servers of its own:
${BENCH_PARTS.map(({ name, what }) => `  ${name.padEnd(WIDTH)}  ${what}`).join('\n')}
The table goes to standard output, the figures as JSON to .data/bench.json too.
--install puts numpy and scipy into .data/venv where python3 does not have them.
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: NAMES },
    json: { type: 'boolean', default: false },
    install: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function bench(parts: readonly BenchPart[]): Promise<void> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const lines: Line[] = [];
  const figures: Record<string, unknown> = {
    machine: `${os.cpus().length} cores, ${os.cpus()[0]?.model}, Node ${process.version}`,
  };
  const { quick, install } = values;
  const inMemory = parts.filter((part) => part.kind === 'memory');
  const onServers = parts.filter((part) => part.kind === 'servers');
  for (const part of inMemory) {
    say(part.what);
    figures[part.name] = await part.measure({ quick, install, say, lines });
  }
  if (onServers.length > 0) {
    const servers = await startBenchServers();
    try {
      for (const part of onServers) {
        say(part.what);
        figures[part.name] = await part.measure({ quick, install, say, lines, servers });
      }
    } finally {
      await servers.stop();
    }
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

const chosen = new Set(values.only.split(','));
const unknown = [...chosen].filter((name) => !BENCH_PARTS.some((part) => part.name === name));
if (values.help) process.stdout.write(HELP);
else if (unknown.length > 0) {
  process.stderr.write(`no figure is called ${unknown.join(', ')}; there are ${NAMES}\n`);
  process.exitCode = 1;
} else await bench(BENCH_PARTS.filter(({ name }) => chosen.has(name)));
